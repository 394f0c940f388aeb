/**
 * Reads a dataflow file into records, or says everything that is wrong with it and where. The file is data under
 * attack: whatever it holds, the answer is a dataflow or problems, soon.
 */
@NullMarked
package dev.bowstring.runtime.descriptor;

import org.jspecify.annotations.NullMarked;
