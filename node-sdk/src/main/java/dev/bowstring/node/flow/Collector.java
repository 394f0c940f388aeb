package dev.bowstring.node.flow;

import dev.bowstring.node.NodeException;
import dev.bowstring.node.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Gives messages of one input together: a batch or a window. */
public final class Collector extends Operator<Messages> {
    private static final AtomicInteger TIMERS = new AtomicInteger();

    private final Hold hold;
    private final Function<Course<Messages>, Step<Messages>> step;

    private Collector(NodeFlow flow, String input, Hold hold, Function<Course<Messages>, Step<Messages>> step) {
        super(flow, List.of(input));
        this.hold = hold;
        this.step = step;
    }

    static Collector batch(NodeFlow flow, String input, int count, Duration duration) {
        check("batch", input, count, duration);
        Hold hold = new Hold(flow.node().maxHeld(input));
        Deadline deadline = new Deadline(flow, input, duration);
        return new Collector(flow, input, hold, course -> new BatchStep(course, hold, count, deadline));
    }

    static Collector window(NodeFlow flow, String input, int count, Duration duration) {
        check("window", input, count, duration);
        Hold hold = new Hold(flow.node().maxHeld(input));
        long ageNs = NodeFlow.nanos(duration);
        return new Collector(flow, input, hold, course -> new WindowStep(course, hold, count, ageNs));
    }

    private static void check(String what, String input, int count, Duration duration) {
        if (count < 1 || duration.isNegative() || duration.isZero()) {
            throw new NodeException(
                    what + " of input '" + input + "' of " + count + " messages, " + duration,
                    "use 1 and 1 ns or more");
        }
    }

    @Override
    Step<Messages> step(Course<Messages> course) {
        return step.apply(course);
    }

    /** How many messages were copied because more than half of the input's {@code max_held} was held. */
    public long copied() {
        return hold.copied();
    }

    /** When a batch ends though it is not full: by a timer of the node, in the order of its events. */
    static final class Deadline {
        private final Duration duration;
        private final Optional<Timer> timer;

        Deadline(NodeFlow flow, String input, Duration duration) {
            this.duration = duration;
            timer = NodeFlow.nanos(duration) == Long.MAX_VALUE
                    ? Optional.empty()
                    : Optional.of(flow.node().timer("batch of " + input + " " + TIMERS.incrementAndGet()));
        }

        String timer() {
            return timer.map(Timer::id).orElse("");
        }

        void arm() {
            timer.ifPresent(armed -> armed.after(duration));
        }

        void disarm() {
            timer.ifPresent(Timer::cancel);
        }
    }
}
