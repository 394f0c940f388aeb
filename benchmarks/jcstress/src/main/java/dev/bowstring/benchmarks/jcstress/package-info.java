/** Stress tests that look for the memory reorderings the transport forbids. */
@NullMarked
package dev.bowstring.benchmarks.jcstress;

import org.jspecify.annotations.NullMarked;
