/** Sends that find no room: a thread that waits for it, and stages that wait without one; and bursts. */
@NullMarked
package dev.bowstring.node.session.send;

import org.jspecify.annotations.NullMarked;
