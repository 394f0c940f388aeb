/**
 * Recordings as the runtime sees them: which outputs are kept, where, and how a dataflow becomes one that records or one
 * that is fed from a recording. What reads and writes the journals runs in processes of its own.
 */
@NullMarked
package dev.bowstring.runtime.recording;

import org.jspecify.annotations.NullMarked;
