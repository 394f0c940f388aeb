/**
 * Byte layouts of every shared file: offsets, sizes and who writes which word with which ordering. No logic.
 *
 * <p>All words are little-endian. A word is written by exactly one process (invariant L1); a word that is written often
 * has two cache lines to itself, since processors fetch lines in pairs.
 */
@NullMarked
package dev.bowstring.transport.layout;

import org.jspecify.annotations.NullMarked;
