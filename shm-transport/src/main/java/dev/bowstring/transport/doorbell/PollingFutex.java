package dev.bowstring.transport.doorbell;

import java.util.concurrent.locks.LockSupport;
import org.agrona.UnsafeApi;

/** Where there is no futex: looks at the word from time to time. Nobody needs to be woken. */
final class PollingFutex implements Futex {
    private static final int YIELDS = 64;
    private static final long PARK_NS = 50_000;

    @Override
    public int await(long address, int expected, long timeoutNs) {
        long endNs = System.nanoTime() + timeoutNs;
        for (int i = 0; UnsafeApi.getIntVolatile(null, address) == expected; i++) {
            if (Thread.currentThread().isInterrupted()) {
                return INTERRUPTED;
            }
            if (endNs - System.nanoTime() <= 0) {
                return TIMED_OUT;
            }
            idle(i);
        }
        return CHANGED;
    }

    @SuppressWarnings("ThreadPriorityCheck") // a polling wait has nothing better to do than to let others run
    private static void idle(int round) {
        if (round < YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(PARK_NS);
        }
    }

    @Override
    public void wakeAll(long address) {}
}
