package dev.bowstring.benchmarks.cell;

import java.util.concurrent.locks.LockSupport;

/** The monotonic clock that all processes share. */
public final class Clock {
    private static final long LATE_NS = 200_000;

    private Clock() {}

    /** {@code CLOCK_MONOTONIC}. */
    public static long nowNs() {
        return System.nanoTime();
    }

    /** Sleeps until a little before, then spins: a timer is late by more than a message takes. */
    public static void waitUntil(long atNs) {
        sleep(atNs - nowNs() - LATE_NS);
        while (nowNs() < atNs) {
            Thread.onSpinWait();
        }
    }

    static void sleep(long ns) {
        if (ns > 0) {
            LockSupport.parkNanos(ns);
        }
    }
}
