/** How long a user waits for the first message. */
@NullMarked
package dev.bowstring.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
