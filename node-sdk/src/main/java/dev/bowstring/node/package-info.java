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
 * {@link dev.bowstring.node.Tick} of a timer, {@link dev.bowstring.node.InputClosed} after the last message of an input,
 * {@link dev.bowstring.node.Failure}, and {@link dev.bowstring.node.Stop}, which is always the last. The one stream of a
 * node is served as an iteration ({@link dev.bowstring.node.Node#events}), one by one
 * ({@link dev.bowstring.node.Node#next()}, with a timeout, or without waiting) or several at once
 * ({@link dev.bowstring.node.Node#drain}). Messages of one input come in the order they were published; across inputs
 * the earliest published comes first.
 *
 * <h2>Who owns what, and for how long</h2>
 *
 * A received message lies in the memory of its publisher and is valid <em>until the next event is asked for</em>.
 * {@link dev.bowstring.node.Message#retain} keeps it, on any thread, until {@link dev.bowstring.node.Message#close}; an
 * input can hold as many messages as its {@code max_held} says, less the one of the loop. What is received is mapped
 * read-only: a {@code set} on a received vector ends this process with a SIGSEGV. To keep or change values, copy them.
 *
 * <p>A vector that was made with {@link dev.bowstring.node.Output#allocator} already lies in shared memory, and sending it
 * moves no payload byte; a vector from elsewhere, a received one too, is copied once, and counted. {@code send} empties
 * what it takes, so that it can be filled again. The fastest way is {@link dev.bowstring.node.Output#batch(Schema)}: its
 * vectors and their memory are used again and again.
 *
 * <h2>Threads</h2>
 *
 * Events are asked for by one thread at a time; a second consumer is refused. Sending, retaining and closing may happen
 * on any thread.
 *
 * <h2>Waiting and ending</h2>
 *
 * {@link dev.bowstring.node.Output#send(Batch)} waits while a reader with {@code queue_policy: backpressure} has no room,
 * and says by its {@link dev.bowstring.node.SendResult} what became of the message. Expected outcomes are results; a
 * {@link dev.bowstring.node.NodeException} means that the program or its dataflow is wrong, and names the place and the
 * cure. How a node waits for events is chosen by the system property {@code bowstring.idle}: {@code blocking} (default: a
 * short spin, then asleep), {@code spinning} (a core of its own) or {@code yielding}. With {@code -Dbowstring.leaks=full}
 * an event that was retained and never closed is reported with the place where it was retained.
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
