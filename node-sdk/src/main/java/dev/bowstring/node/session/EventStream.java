package dev.bowstring.node.session;

import dev.bowstring.node.Event;
import dev.bowstring.node.External;
import dev.bowstring.node.Log;
import dev.bowstring.node.Message;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Stop;
import dev.bowstring.node.Tick;
import dev.bowstring.node.session.message.LentMessage;
import dev.bowstring.node.session.wait.Signals;
import dev.bowstring.node.session.wait.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/** Serves the one stream of a node in all its forms, and gives each event back when the next is asked for. */
public final class EventStream implements Iterable<Event> {
    private static final long STARVING_NS = 1_000_000_000L;
    private static final int FORGET_AT = 64;

    private final EventLoop loop;
    private final Signals signals;
    private final Consumer consumer;
    private final Wait wait;
    private final NanoClock clock;
    private final Runnable progress;
    private final Log log;
    private final Diversions diversions;
    private final List<LentMessage> lent = new ArrayList<>();
    private @Nullable Event returned;
    private @Nullable Input starving;
    private long starvingUntilNs;
    private int forgetAt = FORGET_AT;

    EventStream(EventLoop loop, Signals signals, Consumer consumer, Waiter waiter, Log log) {
        this(loop, signals, consumer, waiter, log, new Diversions());
    }

    EventStream(EventLoop loop, Signals signals, Consumer consumer, Waiter waiter, Log log, Diversions diversions) {
        this.loop = loop;
        this.signals = signals;
        this.consumer = consumer;
        this.wait = waiter.how();
        this.clock = waiter.clock();
        this.progress = waiter.progress();
        this.log = log;
        this.diversions = diversions;
        consumer.whenLeft(this::takeBack);
    }

    /**
     * How the consumer waits, by which clock, and what it calls each time it asks for an event: it has not got stuck.
     */
    public record Waiter(Wait how, NanoClock clock, Runnable progress) {
        /** Nobody asks whether it has got stuck. */
        public Waiter(Wait how, NanoClock clock) {
            this(how, clock, () -> {});
        }
    }

    /** Waits for the next event; empty after Stop, after close and once the deadline has passed. */
    Optional<Event> next(long deadlineNs) {
        consumer.enter();
        try {
            return Optional.ofNullable(await(deadlineNs));
        } finally {
            consumer.leave();
        }
    }

    /** Waits for a wanted message of one input; see {@link dev.bowstring.node.Node#next(String, Predicate, Duration)}. */
    Optional<Message> next(Input input, Predicate<? super Message> wanted, long deadlineNs) {
        consumer.enter();
        try {
            progress.run();
            if (returned instanceof Message message && message.input().equals(input.id())) {
                returned = null;
                input.putAsideFirst(message);
            }
            Message found = find(new InputSearch(input, wanted, diversions), deadlineNs);
            lend(found);
            return Optional.ofNullable(found);
        } finally {
            consumer.leave();
        }
    }

    private @Nullable Message find(InputSearch search, long deadlineNs) {
        BooleanSupplier look = () -> signals.isClosed() || signals.stop() != null || search.available();
        Message found = search.earlier();
        while (found == null && mayCome() && signals.stop() == null) {
            progress.run();
            found = search.find();
            if (found == null && (search.isOver() || passed(deadlineNs))) {
                return null;
            }
            if (found == null) {
                search.failIfFull();
                failIfInterrupted();
                wait.await(look, deadlineNs);
            }
        }
        return found;
    }

    Optional<Event> poll() {
        consumer.enter();
        try {
            takeBack();
            Event event = take();
            lend(event);
            note(event == null);
            return Optional.ofNullable(event);
        } finally {
            consumer.leave();
        }
    }

    List<Event> drain() {
        consumer.enter();
        try {
            takeBack();
            long beganNs = clock.nanoTime();
            List<Event> events = new ArrayList<>();
            Event event = take();
            while (event != null) {
                lend(event);
                events.add(event);
                event = cameLater(event, beganNs) ? null : take();
            }
            note(events.isEmpty());
            return events;
        } finally {
            consumer.leave();
        }
    }

    /** Messages are as many as may be held, at most; of what else there is a source could make more and more. L8 */
    private static boolean cameLater(Event event, long beganNs) {
        return (event instanceof External external && external.arrivedNs() > beganNs)
                || (event instanceof Tick tick && tick.scheduledNs() > beganNs);
    }

    private void note(boolean inVain) {
        if (inVain) {
            wait.lookedInVain();
        }
    }

    private @Nullable Event await(long deadlineNs) {
        Event event = awaitUnlent(deadlineNs);
        lend(event);
        return event;
    }

    private @Nullable Event awaitUnlent(long deadlineNs) {
        takeBack();
        Event event = take();
        while (event == null && mayCome() && !passed(deadlineNs)) {
            failIfInterrupted();
            wait.await(loop, Math.min(deadlineNs, wakeNs()));
            event = take();
        }
        return event;
    }

    /** What comes next and nobody diverts; null when there is nothing now. */
    @Nullable Event take() {
        progress.run();
        Event event = returned;
        if (event != null) {
            returned = null;
            return event;
        }
        do {
            event = loop.take();
        } while (event != null && diversions.take(event));
        if (event instanceof Stop) {
            diversions.stopping();
        }
        return event;
    }

    /** Takes what is awaited, and tells those who await it when the node is to stop; nobody asks for events meanwhile. */
    void takeDiverted() {
        if (signals.stop() != null) {
            diversions.stopping();
        }
        diversions.takeFresh();
    }

    /** Whether {@link #takeDiverted} is worth a call. */
    boolean divertedAvailable() {
        return diversions.haveFresh() || (signals.stop() != null && diversions.awaitsTheEnd());
    }

    /** What was taken last is for whoever asks next. */
    void putBack(Event event) {
        returned = event;
    }

    /** Whether {@link #take} has something, ticks aside. What a wait looks at. */
    boolean available() {
        return returned != null || loop.getAsBoolean();
    }

    boolean isEmpty() {
        consumer.enter();
        try {
            boolean empty = returned == null && !loop.hasNext();
            note(empty);
            return empty;
        } finally {
            consumer.leave();
        }
    }

    /** When a wait has to look again though nothing rings. */
    long wakeNs() {
        return Math.min(loop.nextDeadlineNs(), starvingDeadlineNs());
    }

    private boolean mayCome() {
        return !loop.ended() && !signals.isClosed();
    }

    @Nullable Stop stop() {
        return loop.stop();
    }

    private boolean passed(long deadlineNs) {
        return deadlineNs != Long.MAX_VALUE && clock.nanoTime() >= deadlineNs;
    }

    private static void failIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new NodeException("interrupted while waiting for an event", "the interrupted flag is still set");
        }
    }

    /** A node that keeps all messages of an input waits for itself: it is told so, once, after a second. */
    private long starvingDeadlineNs() {
        Input now = loop.starving();
        if (now == null) {
            starving = null;
            return Long.MAX_VALUE;
        }
        long nowNs = clock.nanoTime();
        if (now != starving) {
            starving = now;
            starvingUntilNs = nowNs + STARVING_NS;
        }
        if (nowNs >= starvingUntilNs) {
            if (now.complainOnce()) {
                log.warn(
                        "every message of the input that may be held is held: nothing can be read from it",
                        "input",
                        now.id(),
                        "held",
                        now.holders(),
                        "cure",
                        "close messages sooner, or raise max_held of the input");
            }
            return Long.MAX_VALUE;
        }
        return starvingUntilNs;
    }

    /** What went wrong where nobody waits for an answer. */
    void report(NodeException why) {
        log.error("an event was lost", "why", why);
    }

    private void lend(@Nullable Event event) {
        if (event instanceof LentMessage message) {
            lent.add(message);
            if (lent.size() >= forgetAt) {
                forgetClosed();
            }
        }
    }

    /** Who only looks for messages of one input never ends a turn: what it has closed itself is forgotten in between. */
    private void forgetClosed() {
        lent.removeIf(message -> !message.isLent());
        forgetAt = Math.max(FORGET_AT, 2 * lent.size());
    }

    /** Nothing that was lent may be used from here on, unless it was retained. */
    void takeBack() {
        for (int i = 0; i < lent.size(); i++) {
            lent.get(i).takeBack();
        }
        lent.clear();
    }

    boolean ended() {
        return loop.ended();
    }

    /** The node closes: nobody asks any more. */
    void close() {
        takeBack();
        if (returned instanceof Message message) {
            message.close();
        }
        loop.dropAside();
    }

    @Override
    public Iterator<Event> iterator() {
        return new Turns(consumer.beginIteration());
    }

    /**
     * One iteration: an event is given back when the next one is looked for. One that was looked at and not handed out is for
     * whoever asks next, in whichever way.
     */
    private final class Turns implements Iterator<Event> {
        private final int leftBefore;
        private boolean over;

        Turns(int leftBefore) {
            this.leftBefore = leftBefore;
        }

        @Override
        public boolean hasNext() {
            if (!over && (returned != null || !loop.ended())) { // it may have ended within an iteration inside this one
                consumer.continueIteration(leftBefore);
                returned = awaitUnlent(Long.MAX_VALUE);
            }
            if (!over && returned == null) {
                over = true;
                consumer.endIteration();
            }
            return !over;
        }

        @Override
        public Event next() {
            Event event = hasNext() ? take() : null;
            if (event == null) {
                throw new NoSuchElementException("the events have ended");
            }
            lend(event);
            return event;
        }
    }
}
