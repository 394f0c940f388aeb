/**
 * Patterns of communication that are made of plain messages and a few words in their metadata, so that any node can take
 * part in them, with these classes or without.
 *
 * <table>
 * <caption>Patterns</caption>
 * <tr><th>pattern</th><th>metadata</th><th>classes</th></tr>
 * <tr><td>service: a request has one reply</td><td>{@code request_id}; {@code error} in a reply that is one</td>
 *     <td>{@link dev.bowstring.node.pattern.ServiceClient}, {@link dev.bowstring.node.pattern.Service}</td></tr>
 * <tr><td>action: a goal takes a while, has feedback and one result, and can be cancelled</td>
 *     <td>{@code goal_id}; {@code goal_status}: {@code executing} in feedback, {@code succeeded}, {@code aborted} or
 *     {@code canceled} in a result, {@code canceling} in what the client sends to cancel</td>
 *     <td>{@link dev.bowstring.node.pattern.ActionClient}, {@link dev.bowstring.node.pattern.Goals}</td></tr>
 * <tr><td>streaming: something long comes in parts</td>
 *     <td>{@code session_id}; {@code segment_id} 0, 1, 2 ... in it; {@code seq} 0, 1, 2 ... in that; {@code fin} in the last
 *     part of a segment; {@code flush}: what came before it is void</td>
 *     <td>{@link dev.bowstring.node.pattern.StreamWriter}, {@link dev.bowstring.node.pattern.StreamReader}</td></tr>
 * </table>
 *
 * <pre>{@code
 * nodes:
 *   - id: client
 *     inputs:
 *       replies: {source: server/replies, queue_size: 100}           # as many as are open at a time
 *     outputs: [requests]
 *   - id: server
 *     inputs:
 *       requests: {source: client/requests, queue_policy: backpressure}
 *     outputs: [replies]
 * }</pre>
 *
 * There and back is a cycle, which must not consist of edges that all make their publishers wait. So one of them drops: a
 * {@code queue_size} of as many requests as are open at a time keeps it from ever doing so, and a reply that was dropped all
 * the same ends as {@code TIMEOUT}. Inputs from a node's own cycle do not count for its
 * {@link dev.bowstring.node.Stop}: a server that nobody else feeds is over with {@link dev.bowstring.node.InputClosed}.
 *
 * <h2>What is taken, and what is not</h2>
 *
 * A client takes out of its inputs what answers it, by {@link dev.bowstring.node.Node#divert}, before the consumer of the
 * events sees it. Everything else stays where it is, in order. What comes too late is closed and counted. While something is
 * awaited, the inputs are read even if nobody asks for events; what is not awaited waits then, as far as the input's
 * {@code max_held} goes.
 *
 * <h2>Results, not exceptions</h2>
 *
 * That time runs out, that a server ends, that this node is to stop: all are results with a name. All that waits ends at once
 * when the server's outputs close, and when the node is to stop.
 *
 * <h2>Who closes what</h2>
 *
 * A {@link dev.bowstring.node.pattern.Reply}, a {@link dev.bowstring.node.pattern.GoalResult} and a
 * {@link dev.bowstring.node.pattern.Segment} own their messages: whoever receives one closes it. A message of feedback is
 * valid until the call returns; copy what is to be kept.
 */
@NullMarked
package dev.bowstring.node.pattern;

import org.jspecify.annotations.NullMarked;
