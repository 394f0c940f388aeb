package dev.bowstring.node.session;

import dev.bowstring.node.Tick;
import java.util.List;
import org.agrona.concurrent.NanoClock;

/** All timers of a node. Under the consumer's thread. */
final class Timers {
    private final Timer[] timers;
    private final NanoClock clock;

    Timers(List<Timer> timers, NanoClock clock) {
        this.timers = timers.toArray(Timer[]::new);
        this.clock = clock;
    }

    NanoClock clock() {
        return clock;
    }

    /** When the next tick is due; {@link Long#MAX_VALUE} without timers. */
    long nextDeadlineNs() {
        long next = Long.MAX_VALUE;
        for (Timer timer : timers) {
            next = Math.min(next, timer.deadlineNs());
        }
        return next;
    }

    /** Whether the clock has passed a deadline; the clock is not read when there is none. */
    boolean due(long deadlineNs) {
        return deadlineNs != Long.MAX_VALUE && deadlineNs <= clock.nanoTime();
    }

    /** The tick of the timer with the earliest deadline; ties go by declaration. */
    Tick fire() {
        Timer earliest = timers[0];
        for (Timer timer : timers) {
            if (timer.deadlineNs() < earliest.deadlineNs()) {
                earliest = timer;
            }
        }
        return earliest.fire(clock.nanoTime());
    }
}
