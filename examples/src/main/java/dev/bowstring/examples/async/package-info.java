/** A slow lookup for each message, many at a time; the result is checked to be complete and in order. */
@NullMarked
package dev.bowstring.examples.async;

import org.jspecify.annotations.NullMarked;
