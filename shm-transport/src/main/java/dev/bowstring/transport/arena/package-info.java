/**
 * Where in an output's arena files the blocks lie, and what is free: the publisher's private book-keeping, on its heap.
 *
 * <p>What holds, always:
 *
 * <ul>
 *   <li>The touched part of a file, from its header to its high-water mark, is tiled by extents without a gap: each is
 *       one live block or free, and no two free ones are neighbours. What lies above the mark is fresh.
 *   <li>Nothing of this is ever stored in shared memory (L4). A new incarnation starts with an empty {@code Arena} and
 *       marks what the messages it finds still use.
 *   <li>Only the holders of the output's lock come in here; {@link dev.bowstring.transport.arena.Arena#giveBack} alone
 *       is for any thread.
 * </ul>
 */
@NullMarked
package dev.bowstring.transport.arena;

import org.jspecify.annotations.NullMarked;
