/**
 * The session behind the API: it merges inputs, timers and sources into one stream of events, and serves it in each way a
 * node may read. It stands on a {@link dev.bowstring.node.session.Ground}, of which there are two: {@code run} and
 * {@code rehearsal}.
 *
 * <pre>
 *   run    rehearsal      know the session, not each other
 *      \   /
 *     session             the stream of events, and the ways to read it
 *     /     \
 *   send   message        what is on its way out, and what came in
 *     |
 *   wait
 * </pre>
 */
@NullMarked
package dev.bowstring.node.session;

import org.jspecify.annotations.NullMarked;
