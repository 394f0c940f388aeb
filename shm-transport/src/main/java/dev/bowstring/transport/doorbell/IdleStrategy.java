package dev.bowstring.transport.doorbell;

import org.agrona.concurrent.SystemNanoClock;

/** What a thread does while there is nothing to do. */
public enum IdleStrategy {
    /** Spins for a moment, as long as that tends to help, then sleeps: the default. */
    BLOCKING {
        @Override
        Spin spin(Runnable progress) {
            boolean alone = Runtime.getRuntime().availableProcessors() == 1; // then nobody can ring while we spin
            return alone ? Spin.NONE : new AdaptiveSpin(SystemNanoClock.INSTANCE);
        }
    },
    /** Never sleeps and takes a whole processor: ruinous where there are more nodes than processors. */
    SPINNING {
        @Override
        Spin spin(Runnable progress) {
            return new EndlessSpin(SystemNanoClock.INSTANCE, Thread::onSpinWait, progress);
        }
    },
    /** Never sleeps, but lets others run. */
    YIELDING {
        @Override
        Spin spin(Runnable progress) {
            return new EndlessSpin(SystemNanoClock.INSTANCE, Thread::yield, progress);
        }
    };

    /**
     * A new one for each {@link Sleep}.
     *
     * @param progress called now and then by what spins for long: it waits, and does not hang
     */
    abstract Spin spin(Runnable progress);
}
