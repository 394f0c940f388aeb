package dev.bowstring.node.session.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Ends this process when its supervisor has died and the program does not end by itself: nobody else would, and the memory
 * it maps is nobody's any more.
 */
final class Watchdog {
    static final int EXIT_CODE = 70;
    private static final long GRACE_MS = 2_000;

    private final IntConsumer halt;
    private final long graceMs;

    Watchdog() {
        this(Runtime.getRuntime()::halt, GRACE_MS);
    }

    Watchdog(IntConsumer halt, long graceMs) {
        this.halt = halt;
        this.graceMs = graceMs;
    }

    /** Starts the countdown; nothing stops it but the end of this process. */
    void start() {
        Thread thread = new Thread(this::countDown, "bowstring-watchdog");
        thread.setDaemon(true); // a program that ends in time is not kept from it
        thread.start();
    }

    private void countDown() {
        try {
            new CountDownLatch(1).await(graceMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt(); // whoever interrupts it cannot want the process to stay
        }
        halt.accept(EXIT_CODE);
    }
}
