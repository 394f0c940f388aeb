/** The nodes that the runtime starts for a measurement. */
@NullMarked
package dev.bowstring.benchmarks.node;

import org.jspecify.annotations.NullMarked;
