package dev.bowstring.node.session;

import dev.bowstring.node.Event;
import dev.bowstring.node.Stop;
import dev.bowstring.node.session.wait.Signals;
import dev.bowstring.node.session.wait.Timers;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Merges inputs, timers and the supervisor's word into one stream, without ever waiting. Under the consumer's thread.
 *
 * <p>Everything has a time on the one monotonic clock of the machine: a message its publish time, a value from outside the
 * moment it came, a tick or a timeout its deadline, the end of an input the moment it was noticed. The earliest comes first, so that
 * nothing starves, whatever floods; ties go by declaration, inputs before timers. Only Stop overtakes.
 */
final class EventLoop implements BooleanSupplier {
    private final Timers timers;
    private final Signals signals;
    private volatile Input[] inputs;
    private long earliestNs = Feed.NEVER;
    private long lastCloseNs = Feed.NEVER;
    private volatile @Nullable Stop stop;

    EventLoop(List<Input> inputs, Timers timers, Signals signals) {
        this.inputs = inputs.toArray(Input[]::new);
        this.timers = timers;
        this.signals = signals;
    }

    /** A further input, of a source outside the dataflow. Any thread. */
    synchronized void add(Input input) {
        Input[] more = Arrays.copyOf(inputs, inputs.length + 1);
        more[inputs.length] = input;
        inputs = more;
    }

    /** A source that has ended: nothing more comes of it, and the loop need not look at it again. Any thread. */
    synchronized void remove(Input ended) {
        inputs = Arrays.stream(inputs).filter(input -> input != ended).toArray(Input[]::new);
    }

    /** The input of that name; null if there is none. */
    @Nullable Input input(String id) {
        for (Input input : inputs) {
            if (input.id().equals(id)) {
                return input;
            }
        }
        return null;
    }

    Timers timers() {
        return timers;
    }

    /** The next event; null when there is none now, or, once {@link #ended}, ever. */
    @Nullable Event take() {
        if (stop != null || signals.isClosed()) {
            return null;
        }
        Stop.Reason reason = signals.stop();
        if (reason != null) {
            return end(reason);
        }
        timers.look();
        Input[] all = inputs;
        for (Input input : all) {
            input.look();
        }
        return earliest(all);
    }

    /** Each turn hands something out or leaves one input out, so there are at most as many as inputs. L8 */
    private @Nullable Event earliest(Input... all) {
        while (true) {
            Input best = earliestInput(all);
            Event event = before(best);
            if (event != null || best == null) {
                return event;
            }
            event = takeFrom(best);
            if (event != null) {
                return event;
            }
        }
    }

    private @Nullable Input earliestInput(Input... all) {
        Input best = null;
        earliestNs = Feed.NEVER;
        for (Input input : all) {
            long timeNs = input.timeNs();
            if (timeNs < earliestNs) {
                best = input;
                earliestNs = timeNs;
            }
        }
        return best;
    }

    /** The end or the tick that comes before what the earliest input has. */
    private @Nullable Event before(@Nullable Input best) {
        long tickNs = timers.nextDeadlineNs();
        if (lastCloseNs != Feed.NEVER && lastCloseNs <= Math.min(earliestNs, tickNs)) {
            return end(Stop.Reason.INPUTS_CLOSED);
        }
        // What is there has been published, so a deadline before it has passed: no need for the clock.
        boolean due = best == null ? timers.due(tickNs) : tickNs < earliestNs;
        return due ? timers.fire() : null;
    }

    private @Nullable Event takeFrom(Input input) {
        boolean keptAlive = input.keepsNodeAlive();
        Event event = input.take();
        if (keptAlive && !input.keepsNodeAlive() && !anyKeepsNodeAlive()) {
            lastCloseNs = input.closedAtNs(); // what the node's own cycle published before is still handed out
        }
        return event;
    }

    private boolean anyKeepsNodeAlive() {
        for (Input input : inputs) {
            if (input.keepsNodeAlive()) {
                return true;
            }
        }
        return false;
    }

    private Event end(Stop.Reason reason) {
        Stop last = new Stop(reason);
        stop = last;
        signals.told();
        for (Input input : inputs) {
            input.stopped();
        }
        return last;
    }

    /** Whether Stop was handed out. */
    boolean ended() {
        return stop != null;
    }

    /** What was handed out last; null until then. */
    @Nullable Stop stop() {
        return stop;
    }

    /** When it is worth to look again though nothing rings: the next tick, or the timeout of an input. */
    long nextDeadlineNs() {
        return Math.min(timers.nextDeadlineNs(), nextTimeoutNs());
    }

    /** When the next input times out; {@link Feed#NEVER} if none does. Any thread. */
    long nextTimeoutNs() {
        long nextNs = Feed.NEVER;
        for (Input input : inputs) {
            nextNs = Math.min(nextNs, input.deadlineNs());
        }
        return nextNs;
    }

    /** Whether {@link #take} is worth a call, or a deadline has changed: what a wait looks at. */
    @Override
    public boolean getAsBoolean() {
        return timers.haveChanged() || available();
    }

    private boolean available() {
        if (signals.stop() != null || signals.isClosed() || lastCloseNs != Feed.NEVER) {
            return true;
        }
        for (Input input : inputs) {
            if (available(input)) {
                return true;
            }
        }
        return false;
    }

    private static boolean available(Input input) {
        input.look();
        return input.timeNs() != Feed.NEVER;
    }

    /** Whether {@link #take} would hand something out now, ticks too. */
    boolean hasNext() {
        return stop == null && !signals.isClosed() && (available() || timers.due(timers.nextDeadlineNs()));
    }

    /** The first input that cannot be read because the node holds too much of it. */
    @Nullable Input starving() {
        for (Input input : inputs) {
            if (input.starves()) {
                return input;
            }
        }
        return null;
    }

    /** The node closes, and nobody asks for events any more. */
    void dropAside() {
        for (Input input : inputs) {
            input.dropAside();
        }
    }
}
