/** What nodes print: split into lines, made harmless, shown on the console and kept on disk. */
@NullMarked
package dev.bowstring.runtime.logs;

import org.jspecify.annotations.NullMarked;
