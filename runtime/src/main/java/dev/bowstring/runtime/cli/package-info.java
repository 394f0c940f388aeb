/** The command line: the only place that parses arguments, prints for people and ends the process. */
@NullMarked
package dev.bowstring.runtime.cli;

import org.jspecify.annotations.NullMarked;
