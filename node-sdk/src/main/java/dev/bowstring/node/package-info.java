/** The API a node is written against: it receives events from its inputs and publishes Arrow data to its outputs. */
@NullMarked
package dev.bowstring.node;

import org.jspecify.annotations.NullMarked;
