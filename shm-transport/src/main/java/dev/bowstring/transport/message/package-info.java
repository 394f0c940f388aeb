/**
 * Reading and writing message blocks: plain flyweights over {@link dev.bowstring.transport.layout.MessageBlockLayout}.
 *
 * <p>A writer runs in the publisher, before the commit, and trusts its caller. A reader trusts nothing (invariant L9):
 * it copies every word to its own memory once, checks the copy against the sizes of the arenas, and names the field of
 * what it refuses in a {@link dev.bowstring.transport.message.CorruptMessageException}. A word that changes after it
 * was copied therefore changes nothing.
 */
@NullMarked
package dev.bowstring.transport.message;

import org.jspecify.annotations.NullMarked;
