/** Moves messages between processes through shared memory, without copying them. */
@NullMarked
package dev.bowstring.transport;

import org.jspecify.annotations.NullMarked;
