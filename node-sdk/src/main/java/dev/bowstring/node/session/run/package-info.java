/** A session over a run: joining it, its ports, and what the supervisor says. */
@NullMarked
package dev.bowstring.node.session.run;

import org.jspecify.annotations.NullMarked;
