/** A session over a script, for tests of nodes: no run, no process, and a clock of its own. */
@NullMarked
package dev.bowstring.node.session.rehearsal;

import org.jspecify.annotations.NullMarked;
