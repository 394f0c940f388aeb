/**
 * Operators on the events of a node that need to know what messages are: memory that an input has only so much of.
 *
 * <pre>{@code
 * Operator<Quote> quotes = NodeFlow.of(node)
 *         .mapAsync("orders", 15, Order.ORDERED, order -> exchange.quote(idOf(order)));   // 15 in flight
 * quotes.forEach(quote -> output.sendAsync(vectorOf(quote)))                              // in order
 *         .toCompletableFuture()
 *         .join();                                        // until the node stops; throws if a quote fails
 * }</pre>
 *
 * <h2>What there is</h2>
 *
 * <table>
 * <caption>Operators</caption>
 * <tr><td>{@link dev.bowstring.node.flow.NodeFlow#mapAsync mapAsync}</td><td>several messages in flight, results in order or as they come</td></tr>
 * <tr><td>{@link dev.bowstring.node.flow.NodeFlow#batch batch}</td><td>so many messages, or those of so long, at once</td></tr>
 * <tr><td>{@link dev.bowstring.node.flow.NodeFlow#window window}</td><td>with each message the last ones</td></tr>
 * <tr><td>{@link dev.bowstring.node.flow.NodeFlow#latestOf latestOf}</td><td>with each message the latest of every input</td></tr>
 * <tr><td>{@link dev.bowstring.node.flow.NodeFlow#exact exact}, {@link dev.bowstring.node.flow.NodeFlow#approximate approximate}</td><td>messages of several inputs that belong together by their time</td></tr>
 * </table>
 *
 * Everything else comes from the reactive library of your choice, which takes a {@link java.util.concurrent.Flow.Publisher}
 * and gives one: Reactor by {@code JdkFlowAdapter}, RxJava by {@code FlowAdapters}, Mutiny as it is.
 *
 * <pre>{@code
 * Flux<Event> filtered = JdkFlowAdapter.flowPublisherToFlux(node.publisher()).filter(...);       // before an operator
 * Flux<Messages> hundreds = JdkFlowAdapter.flowPublisherToFlux(                                  // and after one
 *         NodeFlow.of(node).batch("rows", 100, ofMillis(50)).from(JdkFlowAdapter.publisherToFlowPublisher(filtered)));
 * }</pre>
 *
 * A message that such a library drops is closed by nobody else: close what you filter out, in Reactor by
 * {@code doOnDiscard(Message.class, Message::close)} behind the filter.
 *
 * <h2>Who closes what</h2>
 *
 * An operator owns what it takes, and closes it: {@code mapAsync} when the stage of the message ends, the others when
 * nothing refers to it any more. {@link dev.bowstring.node.flow.Messages} and {@link dev.bowstring.node.flow.Matched} own
 * their messages: whoever receives one closes it, which {@link dev.bowstring.node.flow.Operator#forEach forEach} does by
 * itself. A message that is in two of them is given back with the last.
 *
 * <p>Of an input's {@code max_held}, operators that collect messages hold at most half in place; what is beyond that they
 * copy, and count. So what waits in them, or for their subscriber, never keeps the input from being read.
 *
 * <h2>Demand, threads and ending</h2>
 *
 * An operator asks for events only as it has room, whatever its subscriber asks for. Subscribers are signalled on the node's
 * {@linkplain dev.bowstring.node.Node#executor executor}, or where a stage of theirs ended; never at the same time. Time is
 * the node's: windows close by its timers, in the one order of its events. With the node's
 * {@link dev.bowstring.node.Stop} what was begun is brought to its end, then the results complete.
 */
@NullMarked
package dev.bowstring.node.flow;

import org.jspecify.annotations.NullMarked;
