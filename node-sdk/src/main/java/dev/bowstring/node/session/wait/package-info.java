/** What a node waits with and for: its doorbell or the clock, deadlines and timers, and that the run wants it to end. */
@NullMarked
package dev.bowstring.node.session.wait;

import org.jspecify.annotations.NullMarked;
