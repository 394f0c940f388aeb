package dev.bowstring.node.session;

import dev.bowstring.node.Event;
import dev.bowstring.node.Failure;
import dev.bowstring.node.InputClosed;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * One input as the loop sees it: the time of what comes next, and that it ends once. Under the consumer's thread.
 *
 * <pre>
 *   OPEN -- no head, closed --> CLOSING -- InputClosed --> CLOSED
 *     \---- corrupt: Failure ------^
 * </pre>
 */
final class Input {
    /** Nothing to hand out. */
    static final long NEVER = Long.MAX_VALUE;

    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    private final Feed feed;
    private final NanoClock clock;
    private State state = State.OPEN;
    private long closedAtNs = NEVER;
    private boolean outOfPins;
    private boolean skipped;
    private boolean complained;

    Input(Feed feed, NanoClock clock) {
        this.feed = feed;
        this.clock = clock;
    }

    /** A new look at all inputs begins. */
    void look() {
        skipped = false;
    }

    /**
     * When what comes next became due: the publish time of a message, or the moment the end was noticed, so that an end
     * neither overtakes older data of other inputs nor is put off by younger.
     */
    long timeNs() {
        if (skipped) {
            return NEVER;
        }
        return switch (state) {
            case OPEN -> openTimeNs();
            case CLOSING -> closedAtNs;
            case CLOSED -> NEVER;
        };
    }

    private long openTimeNs() {
        long head = feed.headTimeNs();
        if (head == NEVER && feed.isClosed()) {
            close();
            return closedAtNs;
        }
        return head != NEVER && held() ? NEVER : head;
    }

    /** Once refused for want of a pin there is nothing to hand out until one is free again. */
    private boolean held() {
        if (outOfPins) {
            outOfPins = !feed.hasPin();
        }
        return outOfPins;
    }

    private void close() {
        state = State.CLOSING;
        closedAtNs = clock.nanoTime();
    }

    /** Hands out what {@link #timeNs} announced; null when it is gone, then this input is left out of this look. */
    @Nullable Event take() {
        if (state == State.CLOSING) {
            state = State.CLOSED;
            return new InputClosed(feed.id());
        }
        return switch (feed.take()) {
            case TAKEN -> feed.message();
            case NOTHING -> skip();
            case NO_PIN -> {
                outOfPins = true;
                yield skip();
            }
            case CORRUPT -> {
                close();
                yield new Failure(feed.id(), feed.problem());
            }
        };
    }

    private @Nullable Event skip() {
        skipped = true;
        return null;
    }

    /** Whether this input has still to end before the node may: it counts, and its end was not handed out yet. */
    boolean keepsNodeAlive() {
        return feed.counts() && state != State.CLOSED;
    }

    /** When the end was noticed. */
    long closedAtNs() {
        return closedAtNs;
    }

    /** Whether there is something to read that the node holds too much to take. */
    boolean starves() {
        return outOfPins && state == State.OPEN;
    }

    /** True the first time it is asked. */
    boolean complainOnce() {
        boolean first = !complained;
        complained = true;
        return first;
    }

    String id() {
        return feed.id();
    }
}
