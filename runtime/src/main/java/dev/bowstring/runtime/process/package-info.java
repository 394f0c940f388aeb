/**
 * Processes of nodes: how they are started, watched and killed, and what a node that is a JVM is started with.
 *
 * <p>Every node is the leader of a session of its own, so that whatever it starts can be found and killed with it. It
 * dies with the supervisor by its death signal; what it has started is then killed by the {@code Warden}. Its stdin is
 * empty; its stdout and stderr are always drained.
 */
@NullMarked
package dev.bowstring.runtime.process;

import org.jspecify.annotations.NullMarked;
