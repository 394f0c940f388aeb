package dev.bowstring.node.session.send;

import dev.bowstring.node.NodeException;
import dev.bowstring.node.SendResult;
import dev.bowstring.node.session.wait.Deadline;
import dev.bowstring.node.session.wait.Signals;
import dev.bowstring.node.session.wait.Wait;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/** Tries to send until there is room, Stop or a deadline; between the tries it sleeps, without any lock. Any thread. */
public final class RoomWait {
    private static final long ANNOUNCE_NS = 1_000_000_000L;
    private static final int MOST_LOOKS = 64;
    private static final int PAUSES_PER_LOOK = 4;

    private final Wait wait;
    private final NanoClock clock;
    private final Signals signals;
    private final LongConsumer waitedNs;
    private final Runnable progress;

    /** As {@link #RoomWait(Wait, NanoClock, Signals, LongConsumer, Runnable)}, where nobody asks whether it has got stuck. */
    public RoomWait(Wait wait, NanoClock clock, Signals signals, LongConsumer waitedNs) {
        this(wait, clock, signals, waitedNs, () -> {});
    }

    /**
     * @param waitedNs told how long each wait took
     * @param progress called each time something is sent: the program has not got stuck
     */
    public RoomWait(Wait wait, NanoClock clock, Signals signals, LongConsumer waitedNs, Runnable progress) {
        this.wait = wait;
        this.clock = clock;
        this.signals = signals;
        this.waitedNs = waitedNs;
        this.progress = progress;
    }

    public Signals signals() {
        return signals;
    }

    /** Something is sent without asking here: the program has not got stuck. */
    public void progress() {
        progress.run();
    }

    /** One message that is to be sent. */
    public interface Attempt {
        /** Tries once; null when there is no room now. */
        @Nullable SendResult tryOnce();

        /** Whether it is worth to try again at once; false: in a moment more will have become free. */
        default boolean isRoomy() {
            return true;
        }

        /** There was no room: it waits from here on. {@link #endWait} follows in any case. */
        void beginWait();

        /** Says to the supervisor, each second of a wait, what is missing. */
        void announce();

        /** It waits no more. */
        void endWait();
    }

    /** Sends, unless the node is to stop and does not know it: who only sends would go on until it is killed. */
    public SendResult send(Attempt attempt, long timeoutNs) {
        return timeoutNs > 0 && signals.mustTell() ? SendResult.STOPPING : tryOrAwait(attempt, timeoutNs);
    }

    /** The same for what is no message: it is had also then. */
    public SendResult tryOrAwait(Attempt attempt, long timeoutNs) {
        progress.run();
        SendResult result = attempt.tryOnce();
        if (result != null) {
            return result;
        }
        return timeoutNs <= 0 ? ended(SendResult.TIMEOUT) : await(attempt, timeoutNs);
    }

    private SendResult await(Attempt attempt, long timeoutNs) {
        long startNs = clock.nanoTime();
        long deadlineNs = Deadline.after(startNs, timeoutNs);
        Look look = new Look(attempt);
        attempt.beginWait();
        try {
            letDrain(attempt);
            wait.await(look, Math.min(deadlineNs, startNs + ANNOUNCE_NS));
            while (!look.over()
                    && clock.nanoTime() < deadlineNs
                    && !Thread.currentThread().isInterrupted()) {
                attempt.announce(); // again and again: what it waits for changes, and a commit of another thread
                // unsays it
                wait.await(look, Math.min(deadlineNs, clock.nanoTime() + ANNOUNCE_NS));
            }
        } finally {
            attempt.endWait();
            waitedNs.accept(clock.nanoTime() - startNs);
        }
        return look.result == null ? ended(SendResult.TIMEOUT) : look.result;
    }

    /**
     * Lets a full queue drain for some microseconds, so that the next messages find room without a look at the reader. One
     * that took every place as it came free would take the reader's line away from it for each message.
     */
    private static void letDrain(Attempt attempt) {
        for (int looks = 0; looks < MOST_LOOKS && !attempt.isRoomy(); looks++) {
            for (int i = 0; i < PAUSES_PER_LOOK; i++) {
                Thread.onSpinWait();
            }
        }
    }

    private SendResult ended(SendResult otherwise) {
        if (signals.isClosed()) {
            throw new NodeException("the node was closed while this message waited for room", "close it after sending");
        }
        if (signals.stop() != null) {
            return SendResult.STOPPING;
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new NodeException("interrupted while waiting for room", "the interrupted flag is still set");
        }
        return otherwise;
    }

    /** What the waiting thread looks at: it tries again. */
    private final class Look implements BooleanSupplier {
        private final Attempt attempt;
        private @Nullable SendResult result;

        Look(Attempt attempt) {
            this.attempt = attempt;
        }

        @Override
        public boolean getAsBoolean() {
            if (result == null && !over()) {
                result = attempt.tryOnce();
            }
            return over();
        }

        boolean over() {
            return result != null || signals.isClosed() || signals.stop() != null;
        }
    }
}
