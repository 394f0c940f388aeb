/** Looks whether dataflows can run well on this machine, and says what to do where they cannot; changes nothing unasked. */
@NullMarked
package dev.bowstring.runtime.doctor;

import org.jspecify.annotations.NullMarked;
