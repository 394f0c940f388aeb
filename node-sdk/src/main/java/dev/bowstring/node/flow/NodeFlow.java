package dev.bowstring.node.flow;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the operators of a node. See the {@linkplain dev.bowstring.node.flow package} for an example.
 */
public final class NodeFlow {
    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    private final Node node;
    private final @Nullable Consumer<? super Event> others;

    private NodeFlow(Node node, @Nullable Consumer<? super Event> others) {
        this.node = node;
        this.others = others;
    }

    /** Operators on the events of this node. */
    public static NodeFlow of(Node node) {
        return new NodeFlow(node, null);
    }

    /**
     * Operators that hand every event that is not of their own inputs, such as a tick or the end of an input, to this.
     * A message is the consumer's until it closes it.
     *
     * <pre>{@code
     * NodeFlow flow = NodeFlow.of(node).others(event -> {
     *     if (event instanceof Message settings) {
     *         try (settings) {
     *             apply(settings);
     *         }
     *     }
     * });
     * }</pre>
     */
    public NodeFlow others(Consumer<? super Event> consumer) {
        return new NodeFlow(node, consumer);
    }

    @Nullable Consumer<? super Event> others() {
        return others;
    }

    Node node() {
        return node;
    }

    /**
     * Begins a stage for each message, at most so many at a time, and gives their results. No message is asked for beyond
     * that, so that a {@code backpressure} edge carries the pace to its publisher. A message is closed when its stage ends:
     * a result must not refer to its vectors. A stage that ends with null gives no result.
     *
     * <p>A stage that fails ends everything with a {@link NodeException} that names the input and the sequence; what is in
     * flight then goes on to its end, since its messages may be in use.
     *
     * @param concurrency at most the input's {@code max_held} less one
     * @throws NodeException if it is more; it names the {@code max_held} to set
     */
    public <R> Operator<R> mapAsync(
            String input,
            int concurrency,
            Order order,
            Function<? super Message, ? extends CompletionStage<? extends @Nullable R>> function) {
        return new MapAsync<>(this, input, concurrency, order, function);
    }

    /** All messages of an input, so many at once, the last time fewer. */
    public Collector batch(String input, int count) {
        return batch(input, count, FOREVER);
    }

    /**
     * All messages of an input, so many at once, or fewer when the first of them has waited so long. Nothing is given when
     * nothing came.
     *
     * <pre>{@code
     * flow.batch("rows", 100, ofMillis(50))                       // 100 rows, or those of 50 ms
     *         .forEach(rows -> database.insertAsync(rows.list()));  // closed when the stage ends
     * }</pre>
     *
     * @throws NodeException if the count or the duration is not positive
     */
    public Collector batch(String input, int count, Duration duration) {
        return Collector.batch(this, input, count, duration);
    }

    /** With each message of an input the last so many, itself included; the first times fewer. */
    public Collector window(String input, int count) {
        return window(input, FOREVER, count);
    }

    /**
     * With each message of an input those that were published at most so long before it, itself included.
     *
     * <pre>{@code
     * flow.window("samples", ofSeconds(1), 1_000)                 // with each sample the last second
     *         .forEach(last -> output.sendAsync(mean(last)));
     * }</pre>
     *
     * @param most how many at most: of more than these the newest
     * @throws NodeException if the count or the duration is not positive
     */
    public Collector window(String input, Duration duration, int most) {
        return Collector.window(this, input, most, duration);
    }

    /**
     * With each message of one of these inputs the latest of them all, once every one has had its first.
     *
     * <pre>{@code
     * flow.latestOf("image", "pose")                              // whichever of the two is new
     *         .forEach(latest -> output.sendAsync(overlay(latest.of("image"), latest.of("pose"))));
     * }</pre>
     *
     * @throws NodeException if there is no such input, or an input twice
     */
    public Operator<Matched> latestOf(String... inputs) {
        return new LatestOf(this, List.of(inputs));
    }

    /**
     * Messages, one of each of these inputs, whose times are the same: use {@link Synchronizer#by} for a time that the
     * sender attached, since two messages are hardly ever published in the same nanosecond. What is older than a match and
     * was not part of one is dropped. The algorithm is that of {@code TimeSynchronizer} in ROS
     * {@code message_filters}.
     *
     * @param buffer how many messages of an input wait for the others; beyond that the oldest is dropped
     * @throws NodeException if the buffer is not positive, there is no such input, or an input twice
     */
    public Synchronizer exact(int buffer, String... inputs) {
        return new Synchronizer(this, List.of(inputs), new Synchronizer.Limits(0, buffer, true));
    }

    /**
     * Messages, one of each of these inputs, whose times are close together: each message is in at most one match, matches
     * do not cross, and, of those a message could be in, the closest one is taken. The algorithm is that of the
     * {@code ApproximateTime} policy in ROS {@code message_filters}, without its bounds of message rates; see
     * {@link ApproximateMatching}.
     *
     * <pre>{@code
     * flow.approximate(ofMillis(20), 10, "left", "right")         // at most 20 ms apart
     *         .by(image -> image.metadata().integer("taken_ns").orElseThrow())
     *         .forEach(pair -> output.sendAsync(depth(pair.of("left"), pair.of("right"))));
     * }</pre>
     *
     * @param tolerance how far the times within a match may be apart
     * @param buffer how many messages of an input wait for the others; beyond that the oldest is dropped
     * @throws NodeException if the buffer is not positive, the tolerance is negative, there is no such input, or one twice
     */
    public Synchronizer approximate(Duration tolerance, int buffer, String... inputs) {
        return new Synchronizer(this, List.of(inputs), new Synchronizer.Limits(nanos(tolerance), buffer, false));
    }

    /** As nanoseconds; what is longer than 292 years as long as that. */
    static long nanos(Duration duration) {
        return duration.compareTo(FOREVER) >= 0 ? Long.MAX_VALUE : duration.toNanos();
    }
}
