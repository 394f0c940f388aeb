package dev.bowstring.node;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Predicate;

/**
 * This process as a node of a dataflow. See the {@linkplain dev.bowstring.node package} for an example.
 *
 * <p>There is one stream of events, served in several ways by one consumer at a time, so that two never steal from each
 * other. {@link #next}, {@link #poll}, {@link #drain} and {@link #isEmpty} hold the node for the length of the call, an
 * iteration and {@link #run} from their start until they or their thread ends, {@link #nextEvent} until it is completed or
 * cancelled, a subscription of {@link #publisher} until it is cancelled or complete. Who comes meanwhile, another way or
 * on another thread, is refused with a {@link NodeException}; afterwards any way continues where the last one ended.
 *
 * <p>An iteration that was left by a {@code break} still holds the node for its thread, since nobody sees a loop end that
 * way. That thread may go on as it likes. Once it asks by {@link #nextEvent} or {@link #publisher} the iteration is over: what
 * it had lent is given back, and its next turn, if there is one after all, fails. Another thread is refused until then.
 */
public interface Node extends AutoCloseable {

    /**
     * Connects to the dataflow that started this process, opens all ports, and returns when every node is ready, so that
     * no first message is lost to a slow starter (nodes with {@code start: eager} do not wait).
     * Inside of a {@code TestNode} it connects to the test.
     *
     * @throws NodeException if this process was not started by a dataflow, a JVM flag is missing, the runtime is of
     *     another version, or the dataflow does not start in time
     */
    static Node connect() {
        return ConnectScope.node().orElseGet(() -> Connector.load().connect(System.getenv()));
    }

    /**
     * Attaches this process, which no dataflow has started, to a running dataflow as a node with {@code path: dynamic}.
     *
     * <p>Its inputs begin behind the last message; its outputs go on where the process attached before has left them.
     * {@link #close} leaves, after which this process or another may attach again, as often as it likes. A process that
     * ends or is killed while it is attached has left as well. The runtime never ends a process that it has not started:
     * when the dataflow stops the node is told so by {@link Stop}, and should be closed soon.
     *
     * @param run the run's id, as {@code bowstring run} says it, or the path of its directory
     * @param id the node's id in the YAML
     * @throws NodeException if there is no such run, or no dynamic node of that id in it, another process is attached as it,
     *     a JVM flag is missing, or the runtime is of another version
     */
    static Node attach(String run, String id) {
        return Connector.load().attach(run, id, System.getenv());
    }

    /** The node's id in the YAML. */
    String id();

    /** The name of the dataflow. */
    String dataflow();

    /** The id of this run of the dataflow. */
    String runId();

    /** Whether this process has taken over from one before it, which may have left work half done. */
    default boolean isRestart() {
        return restartCount() > 0;
    }

    /** How often this node has been started again in this run, or, of an attached one, attached again. */
    long restartCount();

    /** The names of the inputs that carry data, in the order of their declaration. */
    List<String> inputs();

    /** The names of the outputs, in the order of their declaration. */
    List<String> outputs();

    /**
     * An output, by its name in the YAML. The same object at each call.
     *
     * @throws NodeException if there is none of that name; it names those there are
     */
    Output output(String name);

    /**
     * The events as they come, waiting for each. Ends after {@link Stop}, which is the last event in any case; breaking
     * out and asking again, in whichever way, continues where the iteration was left.
     */
    Iterable<Event> events();

    /** Waits for the next event; empty once {@link Stop} was delivered. */
    Optional<Event> next();

    /** Waits for the next event at most this long; empty when there was none, or {@link Stop} was delivered. */
    Optional<Event> next(Duration timeout);

    /**
     * Waits, at most this long, for a message of one input that is wanted, and leaves everything else where it is: other
     * inputs are not read, and messages of this one that are not wanted come later, in order. The events that are valid
     * stay so; this message is valid as long as they are.
     *
     * @return empty when the time was over, the input or the node has ended, the node is to stop, or the node that
     *     publishes the input was restarted meanwhile; then {@link NodeRestarted} comes later, in order
     * @throws NodeException if so many messages that are not wanted came in between that no more may be held; the cure
     *     is the {@code max_held} of the input
     */
    Optional<Message> next(String input, Predicate<? super Message> wanted, Duration timeout);

    /** The next event if there is one right now. */
    Optional<Event> poll();

    /** All events there are right now, at most as many messages as the inputs may hold; they are valid together. */
    List<Event> drain();

    /** Whether there is nothing right now, so that {@link #poll} would be empty. Takes nothing. */
    boolean isEmpty();

    /**
     * Asks for the next event without waiting for it. As many as 65,536 may wait at a time; they are completed in order, on the
     * {@linkplain #executor executor}, never by this call itself. A message is the caller's until it is closed. Cancelling
     * gives the turn up: the event stays for whoever asks next. Once {@link Stop} was delivered, all stages get it.
     *
     * <pre>{@code
     * void step() {
     *     node.nextEvent().thenCompose(this::handle).thenAccept(event -> {
     *         if (!(event instanceof Stop)) {
     *             step();                               // neither stack nor heap grow
     *         }
     *     });
     * }
     * }</pre>
     *
     * The stage fails with a {@link NodeException} if the node is closed meanwhile, if somebody else reads the events, or if too
     * many wait already.
     */
    CompletionStage<Event> nextEvent();

    /** Asks for the next event, for at most so long: completed empty when there was none. See {@link #nextEvent()}. */
    CompletionStage<Optional<Event>> nextEvent(Duration timeout);

    /**
     * The events as a reactive stream, for one subscriber at a time: {@code onComplete} follows {@link Stop}. Nothing is
     * taken from an input without demand, so that a {@code backpressure} edge carries the demand to its publisher. A
     * message is the subscriber's until it is closed; signals come on the {@linkplain #executor executor}.
     */
    Flow.Publisher<Event> publisher();

    /**
     * Where stages are completed, and subscribers signalled, from now on: one after the other, in order. Unless this is
     * called that is the node's own event thread, which is the fastest, and must not be blocked.
     */
    void executor(Executor executor);

    /**
     * What {@link #run} does with the messages of an input.
     *
     * <pre>{@code
     * node.on("image", message -> edges.send(detect(message.batch())));
     * node.onTick("second", tick -> node.log().info("alive"));
     * node.onStop(stop -> file.close());
     * node.run();
     * }</pre>
     *
     * @return this
     * @throws NodeException if there is no such input; it names those there are
     */
    Node on(String input, Handler<Message> handler);

    /** What {@link #run} does with the ticks of a timer. */
    Node onTick(String timer, Handler<Tick> handler);

    /** What {@link #run} does with what comes through an {@link ExternalSource}. */
    Node onExternal(String source, Handler<External> handler);

    /** What {@link #run} does when the node behind an input was restarted; without one that is passed over. */
    Node onRestarted(Handler<NodeRestarted> handler);

    /** What {@link #run} does before it returns. */
    Node onStop(Handler<Stop> handler);

    /** What {@link #run} does with every event that has no handler of its own. */
    Node onOther(Handler<Event> handler);

    /**
     * Hands every event to its handler, on this thread, until {@link Stop}.
     *
     * @throws NodeException if an input, timer or source has no handler, and there is none for others; or if a handler
     *     throws: the message names the input and the sequence, the cause is what was thrown
     */
    void run();

    /**
     * A timer of the YAML, or, by a new name, one to be armed in code. The same object at each call. Any thread.
     *
     * @throws NodeException if an input or source has this name
     */
    Timer timer(String id);

    /**
     * A stage that is completed once this much time has passed: no thread waits, and no event comes of it. Cancelling it gives
     * up; it fails with a {@link NodeException} if the node is closed before.
     *
     * <pre>{@code
     * node.delay(Duration.ofMillis(250)).thenRun(this::tryAgain);
     * }</pre>
     *
     * It is not completed where events are ({@link #executor}), but on a thread of the JVM's common pool, so that it also passes
     * while the consumer is busy. Any thread.
     */
    CompletionStage<Void> delay(Duration time);

    /**
     * The clock of this node, in nanoseconds: {@link System#nanoTime}, or the test's in a {@code TestNode}. It goes with
     * {@link Message#publishTimeNs}, {@link External#arrivedNs} and {@link Tick#scheduledNs}.
     */
    long nanoTime();

    /**
     * A new way into the event stream for what comes from outside the dataflow. Any thread.
     *
     * @param capacity how many values it holds before it refuses or makes wait
     * @throws NodeException if an input, timer or other source has this name
     */
    <T> ExternalSource<T> source(String id, int capacity);

    /**
     * Merges a reactive stream into the events. It is asked for as much as there is room for; its error or completion ends
     * the source.
     */
    <T> ExternalSource<T> merge(String id, Flow.Publisher<? extends T> publisher, int capacity);

    /** Merges a queue into the events, by a thread that takes from it until the source is closed. */
    <T> ExternalSource<T> merge(String id, BlockingQueue<? extends T> queue, int capacity);

    /**
     * Merges what is read from a channel (a socket, a pipe, a connected datagram socket) into the events, as
     * {@link ByteBuffer}s of their own of at most {@code chunkBytes}, by a thread that reads while there is room. The end
     * of the channel ends the source; closing the source closes the channel.
     */
    ExternalSource<ByteBuffer> merge(String id, ReadableByteChannel channel, int chunkBytes, int capacity);

    /**
     * Lets somebody take messages of an input before any consumer sees them: what correlates messages, such as the patterns
     * of {@code dev.bowstring.node.pattern}.
     *
     * @throws NodeException if there is no such input; it names those there are
     */
    Diversion divert(String input, Diversion.Taker taker);

    /**
     * How many messages of an input may be held at a time, the one of the loop included: its {@code max_held}.
     *
     * @throws NodeException if there is no such input; it names those there are
     */
    int maxHeld(String input);

    /** Whether {@link Stop} was delivered: no event will come any more. */
    boolean ended();

    /**
     * Says that this node has not got stuck. Whoever asks for events, sends, or waits for either, says so without this; it
     * is for work that takes longer than the {@code health_check_timeout} of the node. Any thread.
     */
    void keepAlive();

    /** The structured log. */
    Log log();

    /**
     * Gives back what this node holds and leaves the dataflow. The outputs are not closed: that is done by the runtime
     * when the node is not to be started again, or nothing may attach any more. Retained messages that were never closed
     * are reported and stay readable; with such, an attached node stays this process's own until the process ends.
     */
    @Override
    void close();
}
