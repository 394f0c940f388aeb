/** One node gives another goals that take a while, follows them, and cancels one. */
@NullMarked
package dev.bowstring.examples.action;

import org.jspecify.annotations.NullMarked;
