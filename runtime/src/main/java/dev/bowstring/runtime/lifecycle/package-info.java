/** The life of a node, started or attached, and its restarts, as pure rules: no clock, no thread, no file. */
@NullMarked
package dev.bowstring.runtime.lifecycle;

import org.jspecify.annotations.NullMarked;
