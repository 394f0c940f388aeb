package dev.bowstring.transport.doorbell;

import java.util.function.BooleanSupplier;
import org.agrona.concurrent.NanoClock;

/** Gives up only at the deadline or when the thread is interrupted. */
final class EndlessSpin implements Spin {
    private static final int LOOKS_PER_CLOCK_READ = 32;

    private final NanoClock clock;
    private final Runnable pause;
    private final Runnable progress;

    EndlessSpin(NanoClock clock, Runnable pause, Runnable progress) {
        this.clock = clock;
        this.pause = pause;
        this.progress = progress;
    }

    @Override
    public boolean spin(BooleanSupplier look, long deadlineNs) {
        do {
            progress.run();
            for (int i = 0; i < LOOKS_PER_CLOCK_READ; i++) {
                if (look.getAsBoolean()) {
                    return true;
                }
                pause.run();
            }
        } while (!Thread.currentThread().isInterrupted()
                && (deadlineNs == Long.MAX_VALUE || deadlineNs - clock.nanoTime() > 0));
        return false;
    }
}
