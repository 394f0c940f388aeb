/**
 * Journals: every message of an output kept on disk, in a Chronicle Queue, and read from there in place.
 *
 * <pre>
 *   &lt;journal&gt;/                           0700
 *     yyyyMMdd-HHmm.cq4, metadata.cq4t    the queue: one file a cycle, and its index
 *     journal.properties                  the block size all processes map it with
 *     positions/&lt;node&gt;.&lt;input&gt;            how far a node has come that reads the journal as an input
 *     lock                                held by the appender, and proof that it lives
 * </pre>
 *
 * <p>One process appends. Chronicle's own write lock goes by process numbers, which are used again and which a zombie
 * keeps; so the appender takes a file lock of ours first, which the kernel gives back with the process, and whoever has
 * that overrides Chronicle's. A message is committed when Chronicle stores the length of its document, after all of its
 * bytes (L2): readers see a message whole or not at all. What an appender that was killed has written of a document that it
 * had not committed the next one writes over.
 *
 * <p>Disk is reserved by writing zeros ahead of the end before a document is claimed: a store into a page that the file
 * system cannot back is skipped or a fault, so a full disk has to be met by a write that says so. What runs
 * out, or falls below the low-water mark, is {@link dev.bowstring.transport.journal.Appended#DISK_LOW}, and nothing was
 * appended then.
 *
 * <p>A file ends (a cycle rolls) by age or by size, as {@link dev.bowstring.transport.journal.JournalSettings} says; it is cut to
 * its length then (the newest when its appender is closed; one that was killed leaves it as long as what it had mapped, of
 * which the disk has what was written), and the oldest are deleted by age or size of the whole. The queue's cycles are minutes; the appender
 * alone decides when the next one begins, so a file is named after the minute at which it was begun.
 *
 * <p>A reader maps the files read-only, in its own process. What it hands out lies in the mapped file and is pinned there,
 * also when the file is deleted meanwhile, until it is released. Nothing is trusted that is read (L9): lengths are
 * checked against the size of the file before they are followed.
 *
 * <p>A {@link dev.bowstring.transport.journal.JournalInput} is an edge of a dataflow. The appender is its clock: a record is
 * looked for once the appender's CURSOR says that it is there. Its position is that of the oldest record that is open, or the
 * one behind the last that was taken; it is stored before the account of the run, by whichever thread has closed a record,
 * one after the other.
 *
 * <p>Journals survive the death of processes. They are not forced to the device: after a power failure the last seconds may
 * be missing, which {@code verify} shows.
 */
@NullMarked
package dev.bowstring.transport.journal;

import org.jspecify.annotations.NullMarked;
