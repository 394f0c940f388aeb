/** The suite: what is measured, in which order, and when a run counts. */
@NullMarked
package dev.bowstring.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
