/** Microbenchmarks of single steps of the data path, in one process. */
@NullMarked
package dev.bowstring.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
