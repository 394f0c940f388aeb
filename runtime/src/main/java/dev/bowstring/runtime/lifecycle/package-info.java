/** The life of a node as a pure state machine: no clock, no thread, no file. */
@NullMarked
package dev.bowstring.runtime.lifecycle;

import org.jspecify.annotations.NullMarked;
