package dev.bowstring.node.flow;

import dev.bowstring.node.Message;
import dev.bowstring.node.NodeException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.ToLongFunction;

/**
 * Gives messages of several inputs that belong together by their time: when they were published, or {@linkplain #by
 * whatever} a sender attached. What finds no partners is closed, and counted.
 */
public final class Synchronizer extends Operator<Matched> {
    private static final int MOST_AHEAD = 8;

    private final NodeFlow flow;
    private final Limits limits;
    private final ToLongFunction<? super Message> time;
    private final Holds holds;
    private final AtomicLongArray dropped;

    /**
     * What bounds the search.
     *
     * @param toleranceNs how far the times of a match may be apart
     * @param buffer how many messages of an input may wait
     * @param exact whether times have to be the same
     */
    record Limits(long toleranceNs, int buffer, boolean exact) {

        <T> Matching<T> matching(int inputs, Matching.Fate<T> fate) {
            return exact
                    ? new ExactMatching<>(inputs, buffer, fate)
                    : new ApproximateMatching<>(inputs, toleranceNs, buffer, fate);
        }
    }

    Synchronizer(NodeFlow flow, List<String> inputs, Limits limits) {
        this(flow, inputs, limits, Message::publishTimeNs);
    }

    private Synchronizer(NodeFlow flow, List<String> inputs, Limits limits, ToLongFunction<? super Message> time) {
        super(flow, inputs);
        if (limits.buffer() < 1 || limits.toleranceNs() < 0) {
            throw new NodeException(
                    "inputs " + inputs + " with a buffer of " + limits.buffer() + " and a tolerance of "
                            + limits.toleranceNs() + " ns",
                    "use 1 and 0 ns or more");
        }
        this.flow = flow;
        this.limits = limits;
        this.time = time;
        holds = new Holds(flow, inputs);
        dropped = new AtomicLongArray(inputs.size());
    }

    /**
     * The same by another time than that of publishing, in nanoseconds: one that was attached where the data came into the
     * dataflow, so that it does not matter how long it took from there. It should grow on every input.
     *
     * <pre>{@code
     * flow.exact(10, "image", "depth").by(message -> message.metadata().integer("taken_ns").orElseThrow())
     * }</pre>
     */
    public Synchronizer by(ToLongFunction<? super Message> anotherTime) {
        return new Synchronizer(flow, inputs(), limits, anotherTime);
    }

    /** How many messages of an input were in no match. */
    public long dropped(String input) {
        return dropped.get(indexOf(input));
    }

    /** How many messages of an input were copied because more than half of its {@code max_held} was held. */
    public long copied(String input) {
        return holds.copied(input);
    }

    private int indexOf(String input) {
        int index = inputs().indexOf(input);
        if (index < 0) {
            throw new NodeException("input '" + input + "' is not among the inputs " + inputs(), "name it");
        }
        return index;
    }

    @Override
    Step<Matched> step(Course<Matched> course) {
        return new Search(course);
    }

    /** The search of one subscription. */
    private final class Search implements Step<Matched>, Matching.Fate<HeldMessage> {
        private final Course<Matched> course;
        private final Matching<HeldMessage> matching;

        Search(Course<Matched> course) {
            this.course = course;
            matching = limits.matching(inputs().size(), this);
        }

        @Override
        public void take(Message message) {
            HeldMessage held = holds.keep(message);
            long timeNs;
            try {
                timeNs = time.applyAsLong(held);
            } catch (RuntimeException broken) {
                held.close(); // the user's function does not know this message
                throw broken;
            }
            matching.add(indexOf(held.input()), timeNs, held);
        }

        @Override
        public void matched(List<HeldMessage> items) {
            course.emit(new Matched(List.copyOf(items)));
        }

        @Override
        public void dropped(int input, HeldMessage item) {
            dropped.incrementAndGet(input);
            item.close();
        }

        @Override
        public int room(int waiting) {
            return waiting > 0 ? 0 : MOST_AHEAD;
        }

        @Override
        public void ended() {
            matching.end();
        }

        @Override
        public void discard() {
            matching.end(); // matches are closed at once: nobody wants them
        }
    }
}
