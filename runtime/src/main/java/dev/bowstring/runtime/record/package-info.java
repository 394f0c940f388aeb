/**
 * The programs that read and write journals, each in a process of its own: the recorder and the replayer, which are nodes, and
 * what looks into recordings. Beside them only nodes with a journal input have Chronicle on the class path.
 */
@NullMarked
package dev.bowstring.runtime.record;

import org.jspecify.annotations.NullMarked;
