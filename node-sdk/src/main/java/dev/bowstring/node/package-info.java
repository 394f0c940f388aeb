/**
 * The API a node is written against: it receives events from its inputs and publishes Arrow data to its outputs, over
 * shared memory, without copying it.
 *
 * <pre>{@code
 * try (Node node = Node.connect()) {                       // the runtime started this program as a node
 *     Output late = node.output("late");                   // the ports are those of the dataflow's YAML
 *     for (Event event : node.events()) {                  // ends after Stop, or when all inputs have closed
 *         if (event instanceof Message message) {
 *             BigIntVector delays = message.vector("delay", BigIntVector.class);   // in place, read-only
 *             Batch batch = late.batch(SCHEMA);                                    // in place as well
 *             BigIntVector result = batch.vector("delay", BigIntVector.class);
 *             int rows = 0;
 *             for (int row = 0; row < delays.getValueCount(); row++) {
 *                 if (!delays.isNull(row) && delays.get(row) > 60) {
 *                     result.setSafe(rows++, delays.get(row));
 *                 }
 *             }
 *             late.send(batch.rows(rows));                 // waits while a reader has no room
 *         }
 *     }
 * }
 * }</pre>
 *
 * <h2>Events</h2>
 *
 * {@link dev.bowstring.node.Event} is sealed: a {@link dev.bowstring.node.Message} of an input, a
 * {@link dev.bowstring.node.Tick} of a timer, {@link dev.bowstring.node.External} for what comes from outside the dataflow,
 * {@link dev.bowstring.node.NodeRestarted} where the publisher of an input was started again,
 * {@link dev.bowstring.node.InputClosed} after the last message of an input, or when none came for its {@code input_timeout}
 * ({@link dev.bowstring.node.InputRecovered} when one comes after all), {@link dev.bowstring.node.Failure}, and
 * {@link dev.bowstring.node.Stop}, which is always the last. Messages of one input come in the order they were published;
 * across inputs the earliest published comes first, so that a flood on one never starves another.
 *
 * <p>There is one stream of events, and many ways to read it. One consumer reads at a time; who comes meanwhile is refused
 * by name, and afterwards any way goes on where the last one ended:
 *
 * <table>
 * <caption>Ways to read the events</caption>
 * <tr><th>way</th><th>a message is valid</th></tr>
 * <tr><td>{@code for (Event event : node.events())}</td><td>until the next turn</td></tr>
 * <tr><td>{@code next()}, {@code next(timeout)}, {@code poll()}, {@code drain()}</td><td>until the next call</td></tr>
 * <tr><td>{@code node.on("rows", message -> ...).run()}</td><td>until the handler returns</td></tr>
 * <tr><td>{@code nextEvent()}, {@code nextEvent(timeout)}: stages</td><td>until it is closed</td></tr>
 * <tr><td>{@code publisher()}: a reactive stream</td><td>until it is closed</td></tr>
 * </table>
 *
 * <p>Stages and subscribers are called by one thread of the SDK that sleeps while nothing comes, or on the
 * {@linkplain dev.bowstring.node.Node#executor executor} of your choice; without demand nothing is taken, so that a
 * {@code backpressure} edge carries the demand to its publisher. {@link dev.bowstring.node.Output#sendAsync(Batch)} and
 * {@link dev.bowstring.node.Output#whenWritable} wait for room without a thread. Virtual threads may call all of this. They
 * wait for stages at less cost ({@code node.nextEvent().toCompletableFuture().get()}) than in a blocking call, which has to
 * start a platform thread to sleep in the kernel for it whenever there is nothing yet.
 *
 * <p>Timers can be {@linkplain dev.bowstring.node.Node#timer armed and cancelled in code};
 * {@linkplain dev.bowstring.node.Node#source sources} merge callbacks, queues, reactive streams and channels into the events.
 *
 * <h2>Who owns what, and for how long</h2>
 *
 * A received message lies in the memory of its publisher. One that is valid until the next is asked for can be
 * {@linkplain dev.bowstring.node.Message#retain retained}, on any thread, until it is closed; one that a stage or a subscriber
 * got is its own from the start. An input can hold as many messages as its {@code max_held} says: when all are held, the
 * input waits (and, on a {@code backpressure} edge, its publisher). {@link dev.bowstring.node.Message#copy} takes a message
 * out of that count. Closing twice is the same as once. What is received is mapped read-only: a {@code set} on a received
 * vector ends this process with a SIGSEGV; to change values, copy them.
 *
 * <p>A vector that was made with {@link dev.bowstring.node.Output#allocator} already lies in shared memory, and sending it
 * moves no payload byte; a vector from elsewhere, a received one too, is copied once, and counted. {@code send} empties
 * what it takes, so that it can be filled again. The fastest way is {@link dev.bowstring.node.Output#batch(Schema)}: its
 * vectors and their memory are used again and again. Many small messages at a time are best sent in a
 * {@linkplain dev.bowstring.node.Output#burst burst}, which hands them to the readers together.
 *
 * <h2>Threads</h2>
 *
 * Events are asked for in one place at a time. Sending, retaining, closing, arming timers and feeding sources may happen on
 * any thread.
 *
 * <h2>Waiting and ending</h2>
 *
 * {@link dev.bowstring.node.Output#send(Batch)} waits while a reader with {@code queue_policy: backpressure} has no room,
 * and says by its {@link dev.bowstring.node.SendResult} what became of the message. Expected outcomes are results; a
 * {@link dev.bowstring.node.NodeException} means that the program or its dataflow is wrong, and names the place and the
 * cure. How a node waits for events is chosen by the system property {@code bowstring.idle}: {@code blocking} (default: a
 * short spin, then asleep), {@code spinning} (a core of its own) or {@code yielding}. A
 * message that was taken or retained and never closed is reported when the node closes, and when its input starves; the
 * place where it was taken is remembered for one in 64, or for all of them with {@code -Dbowstring.leaks=full}.
 *
 * <h2>Programs that the runtime does not start</h2>
 *
 * A program of one's own becomes a node that the YAML declares with {@code path: dynamic} by
 * {@link dev.bowstring.node.Node#attach}, as often as it likes; see there. The runtime never ends it.
 *
 * <p>The JVM needs {@code --add-opens=java.base/java.nio=ALL-UNNAMED} and
 * {@code --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED}; the runtime gives them to the nodes it starts.
 *
 * <h2>Testing</h2>
 *
 * {@link dev.bowstring.node.testing} runs a node inside a test, against events and a clock that the test decides.
 */
@NullMarked
package dev.bowstring.node;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.NullMarked;
