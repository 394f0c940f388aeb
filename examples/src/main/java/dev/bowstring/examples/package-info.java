/** Nodes of the example dataflows, one package for each example folder. */
@NullMarked
package dev.bowstring.examples;

import org.jspecify.annotations.NullMarked;
