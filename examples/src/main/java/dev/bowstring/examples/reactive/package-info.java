/** A reactive library on the events of a node: a statistic over windows of a feed. */
@NullMarked
package dev.bowstring.examples.reactive;

import org.jspecify.annotations.NullMarked;
