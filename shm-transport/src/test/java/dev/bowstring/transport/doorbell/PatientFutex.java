package dev.bowstring.transport.doorbell;

import static java.util.concurrent.TimeUnit.HOURS;

import java.util.concurrent.atomic.AtomicInteger;

/** Sleeps until rung, never because the time is over: a lost wake-up hangs. */
final class PatientFutex implements Futex {
    private final AtomicInteger asleep;

    /** @param asleep counts who is about to sleep or sleeps */
    PatientFutex(AtomicInteger asleep) {
        this.asleep = asleep;
    }

    @Override
    public int await(long address, int expected, long timeoutNs) {
        asleep.incrementAndGet();
        int result = Futex.system().await(address, expected, HOURS.toNanos(1));
        asleep.decrementAndGet();
        return result;
    }

    @Override
    public void wakeAll(long address) {
        Futex.system().wakeAll(address);
    }
}
