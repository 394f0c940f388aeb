/** Links over other transports, each as its users would use it and tuned fairly. */
@NullMarked
package dev.bowstring.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
