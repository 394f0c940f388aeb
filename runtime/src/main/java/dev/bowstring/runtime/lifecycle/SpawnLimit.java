package dev.bowstring.runtime.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;

/** How many processes may be started again within a second, all nodes of a run together. The clock is a parameter. */
public final class SpawnLimit {
    static final int MOST = 16;

    private static final long WINDOW_NS = 1_000_000_000L;

    private final Deque<Long> taken = new ArrayDeque<>(MOST);

    /** When the next one may be started: now, or later. */
    public long nextNs(long nowNs) {
        long freeNs = taken.size() < MOST ? nowNs : taken.element() + WINDOW_NS;
        return freeNs - nowNs > 0 ? freeNs : nowNs;
    }

    /** Whether one may be started now; then it counts. */
    public boolean tryTake(long nowNs) {
        if (nextNs(nowNs) != nowNs) {
            return false;
        }
        if (taken.size() == MOST) {
            taken.remove();
        }
        taken.add(nowNs);
        return true;
    }
}
