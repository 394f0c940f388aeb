package dev.bowstring.node.session.send;

import dev.bowstring.node.NodeException;
import dev.bowstring.node.SendResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits for room on one output, in order. Its monitor serialises attempts and withdrawals; it is taken before those of
 * the output, and no user code runs under it.
 */
public final class AsyncSends {
    static final int MOST = 1_024;

    private final RoomPump pump;
    private final Deque<PendingSend<?>> waiting = new ArrayDeque<>();
    private List<PendingSend<?>> over = new ArrayList<>();
    private volatile int size;

    AsyncSends(RoomPump pump) {
        this.pump = pump;
    }

    /** Whether something waits, which others must not overtake. */
    public boolean areWaiting() {
        return size > 0;
    }

    /** Lets it wait, unless too many do. */
    boolean add(PendingSend<?> send) {
        synchronized (this) {
            if (waiting.size() == MOST) {
                return false;
            }
            send.begin();
            waiting.add(send);
            size = waiting.size();
        }
        pump.somethingWaits(this);
        return true;
    }

    /** Whether it was still waiting; from here on it is the caller's. */
    synchronized boolean withdraw(PendingSend<?> send) {
        boolean waited = waiting.removeIf(other -> other == send);
        if (waited) {
            size = waiting.size();
            send.leave(null, null);
            pump.wake();
        }
        return waited;
    }

    /** What waits may have come to its end by something else than room. */
    public void wake() {
        pump.wake();
    }

    /** Tries what waits, in order; whether anything came of it. */
    synchronized boolean step() {
        PendingSend<?> first = waiting.peek();
        while (first != null && first.isOver()) {
            end(null, null);
            first = waiting.peek();
        }
        return !over.isEmpty();
    }

    private void end(@Nullable SendResult otherwise, @Nullable NodeException why) {
        PendingSend<?> first = waiting.remove();
        first.leave(otherwise, why);
        over.add(first);
        size = waiting.size();
    }

    /** Nothing waits any more: the node is to stop, or was closed. */
    synchronized void endAll(@Nullable SendResult otherwise, @Nullable NodeException why) {
        while (!waiting.isEmpty()) {
            end(otherwise, why);
        }
    }

    /** Says to the supervisor what is missing: nothing was sent for a second. */
    synchronized void announce() {
        PendingSend<?> first = waiting.peek();
        if (first != null) {
            first.announce();
        }
    }

    /** What has come to its end since it was asked last; to be told without the monitor. */
    synchronized List<PendingSend<?>> takeOver() {
        List<PendingSend<?>> taken = over;
        if (taken.isEmpty()) {
            return List.of();
        }
        over = new ArrayList<>();
        return taken;
    }
}
