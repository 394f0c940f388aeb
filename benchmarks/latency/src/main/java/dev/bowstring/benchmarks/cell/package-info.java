/** What is measured, and the parts of it that all programs in Java share: clock, loops, payload, files of a result. */
@NullMarked
package dev.bowstring.benchmarks.cell;

import org.jspecify.annotations.NullMarked;
