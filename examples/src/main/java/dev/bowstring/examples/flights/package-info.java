/** 200,000 flights go through four processes; the report at the end is checked. */
@NullMarked
package dev.bowstring.examples.flights;

import org.jspecify.annotations.NullMarked;
