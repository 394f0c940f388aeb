package dev.bowstring.node.session;

import dev.bowstring.node.session.wait.Deadline;
import org.agrona.concurrent.NanoClock;

/**
 * When an input is told to be silent: so long after its last message was handed out, or after the node began. Not after that
 * message was published: its publisher may have waited for this node. Under the consumer's thread.
 */
final class InputTimeout {
    private static final long NONE = 0;

    private final long timeoutNs;
    private final NanoClock clock;
    private volatile long deadlineNs = Feed.NEVER; // the clock of a test looks at it as well

    InputTimeout(long timeoutNs, NanoClock clock) {
        this.timeoutNs = timeoutNs;
        this.clock = clock;
        restart();
    }

    /** A message is handed out. */
    void restart() {
        if (timeoutNs != NONE) {
            deadlineNs = Deadline.after(clock.nanoTime(), timeoutNs);
        }
    }

    /** It was told, or never will be: the input has ended. */
    void stop() {
        deadlineNs = Feed.NEVER;
    }

    /** {@link Feed#NEVER} when there is none. Any thread. */
    long deadlineNs() {
        return deadlineNs;
    }

    /** Whether it has passed; the clock is not read when there is none. */
    boolean passed() {
        return deadlineNs != Feed.NEVER && deadlineNs <= clock.nanoTime();
    }
}
