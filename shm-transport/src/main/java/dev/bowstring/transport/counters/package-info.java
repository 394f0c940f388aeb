/**
 * Figures that any process may read at any time, without disturbing the one that writes them: counters of outputs, and
 * latencies of edges. What a message costs on the way is counted here only if the words of the output log do not say it.
 */
@NullMarked
package dev.bowstring.transport.counters;

import org.jspecify.annotations.NullMarked;
