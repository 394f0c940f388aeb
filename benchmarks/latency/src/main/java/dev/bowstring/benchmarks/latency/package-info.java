/** Latency and throughput between processes. */
@NullMarked
package dev.bowstring.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
