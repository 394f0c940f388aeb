/** What is measured side by side: Bowstring, the floor of the machine, and the peers; how each is found and started. */
@NullMarked
package dev.bowstring.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
