package dev.bowstring.node.session;

import dev.bowstring.node.Event;
import dev.bowstring.node.Failure;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.InputRecovered;
import dev.bowstring.node.Message;
import dev.bowstring.node.NodeRestarted;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Predicate;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * One input as the loop sees it: the time of what comes next, and that it ends once. Under the consumer's thread.
 *
 * <pre>
 *     OPEN -- no head, closed --> CLOSING -- InputClosed --> CLOSED
 *     | ^ \---- corrupt: Failure ------^
 *     | \-------------- the message --------------.
 *     '- timeout -> SILENT -- InputClosed -> TIMED_OUT -- a message: InputRecovered -> RECOVERED
 * </pre>
 *
 * TIMED_OUT is left for CLOSING as OPEN is. In RECOVERED the message has been taken from the feed, so that it cannot be
 * dropped any more, and not been handed out.
 *
 * What was taken in search of something else waits in {@code aside}, and comes before all that was not taken yet.
 */
final class Input {
    private enum State {
        OPEN,
        SILENT,
        TIMED_OUT,
        RECOVERED,
        CLOSING,
        CLOSED
    }

    private final Feed feed;
    private final NanoClock clock;
    private final InputTimeout timeout;
    private final Deque<Event> aside = new ArrayDeque<>(0);
    private volatile State state = State.OPEN; // read by whoever comes too late to be told of the end
    private long closedAtNs = Feed.NEVER;
    private long turnedNs = Feed.NEVER; // when it timed out last, or the message came by which it recovers
    private volatile boolean outOfPins; // the clock of a test asks for the deadline
    private boolean skipped;
    private boolean complained;

    Input(Feed feed, NanoClock clock) {
        this.feed = feed;
        this.clock = clock;
        this.timeout = new InputTimeout(feed.timeoutNs(), clock);
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
            return Feed.NEVER;
        }
        return aside.isEmpty() ? freshTimeNs() : asideTimeNs(aside.element());
    }

    /** The same for what was not taken yet. */
    long freshTimeNs() {
        return switch (state) {
            case OPEN, TIMED_OUT -> openTimeNs();
            case SILENT, RECOVERED -> turnedNs;
            case CLOSING -> closedAtNs;
            case CLOSED -> Feed.NEVER;
        };
    }

    private long asideTimeNs(Event event) {
        if (event instanceof Message message) {
            return message.publishTimeNs();
        }
        if (event instanceof NodeRestarted restart) {
            return restart.restartedNs();
        }
        return closedAtNs == Feed.NEVER ? turnedNs : closedAtNs;
    }

    private long openTimeNs() {
        long head = feed.headTimeNs();
        if (head == Feed.NEVER && feed.isClosed()) {
            close();
            return closedAtNs;
        }
        if (head == Feed.NEVER && timeout.passed()) {
            state = State.SILENT;
            turnedNs = timeout.deadlineNs();
            return turnedNs;
        }
        if (state == State.TIMED_OUT && head != Feed.NEVER) {
            turnedNs = head; // if that recovers the input, the message still comes in the order of its time
        }
        return head != Feed.NEVER && held() ? Feed.NEVER : head;
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
        timeout.stop();
        closedAtNs = feed.endTimeNs(clock);
    }

    /** Hands out what {@link #timeNs} announced; null when it is gone, then this input is left out of this look. */
    @Nullable Event take() {
        Event event = aside.poll();
        return event != null ? event : takeFresh();
    }

    /** Hands out what {@link #freshTimeNs} announced, as {@link #take} does. */
    @Nullable Event takeFresh() {
        return switch (state) {
            case OPEN, TIMED_OUT -> takeFromFeed();
            case SILENT -> {
                state = State.TIMED_OUT;
                timeout.stop();
                yield new InputClosed(feed.id(), InputClosed.Reason.TIMEOUT);
            }
            case RECOVERED -> {
                state = State.OPEN;
                yield message();
            }
            case CLOSING -> {
                state = State.CLOSED;
                feed.endTaken();
                yield new InputClosed(feed.id());
            }
            case CLOSED -> skip();
        };
    }

    private @Nullable Event takeFromFeed() {
        return switch (feed.take()) {
            case TAKEN -> state == State.TIMED_OUT ? recover() : message();
            case RESTARTED -> feed.event(); // no message yet: what has timed out stays so
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

    private Event message() {
        timeout.restart();
        return feed.event();
    }

    private Event recover() {
        state = State.RECOVERED;
        return new InputRecovered(feed.id());
    }

    private @Nullable Event skip() {
        skipped = true;
        return null;
    }

    /** Keeps an event of this input for later, behind those kept before. */
    void putAside(Event event) {
        aside.add(event);
    }

    /** Keeps an event of this input that came before all that was kept. */
    void putAsideFirst(Event event) {
        aside.addFirst(event);
    }

    /** Takes out the first message put aside that is wanted; null if there is none. */
    @Nullable Message takeAside(Predicate<? super Message> wanted) {
        for (Iterator<Event> kept = aside.iterator(); kept.hasNext(); ) {
            if (kept.next() instanceof Message message && wanted.test(message)) {
                kept.remove();
                return message;
            }
        }
        return null;
    }

    /** How many events were put aside. */
    int aside() {
        return aside.size();
    }

    /** The node closes: nobody will ask for what was put aside. */
    void dropAside() {
        aside.forEach(event -> {
            if (event instanceof Message message) {
                message.close();
            }
        });
        aside.clear();
        if (state == State.RECOVERED && takeFresh() instanceof Message message) {
            message.close();
        }
    }

    /** Whether this input has still to end before the node may: it counts, and its end was not handed out yet. */
    boolean keepsNodeAlive() {
        return feed.counts() && (state != State.CLOSED || !aside.isEmpty());
    }

    /**
     * When it is to be told that it is silent; {@link Feed#NEVER} if it is not, or if there is a message that cannot be taken
     * since the node holds too much. Any thread.
     */
    long deadlineNs() {
        return outOfPins ? Feed.NEVER : timeout.deadlineNs();
    }

    /** When the end was noticed. */
    long closedAtNs() {
        return closedAtNs;
    }

    /** Whether its end was taken. Any thread. */
    boolean closed() {
        return state == State.CLOSED;
    }

    /** Whether there is something to read that the node holds too much to take. */
    boolean starves() {
        return outOfPins && (state == State.OPEN || state == State.TIMED_OUT);
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

    /** Which messages of it are kept, and by whom, as far as it is known. */
    String holders() {
        return feed.holders();
    }

    /** Stop was handed out. */
    void stopped() {
        feed.stopped();
    }
}
