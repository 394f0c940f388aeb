/** Pure questions about the graph of a dataflow: its cycles, its sources, its picture. No clock, thread or file. */
@NullMarked
package dev.bowstring.runtime.graph;

import org.jspecify.annotations.NullMarked;
