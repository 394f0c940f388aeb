/** Tells a regression from noise: a few steps of the data path, each as a ratio to a limit measured in the same minute. */
@NullMarked
package dev.bowstring.benchmarks.guard;

import org.jspecify.annotations.NullMarked;
