/** Something long that is sent in parts, by two at once, and put together again. */
@NullMarked
package dev.bowstring.examples.streams;

import org.jspecify.annotations.NullMarked;
