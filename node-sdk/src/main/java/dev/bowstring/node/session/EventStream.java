package dev.bowstring.node.session;

import dev.bowstring.node.Event;
import dev.bowstring.node.Log;
import dev.bowstring.node.NodeException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/** Serves the one stream of a node in all its forms, and gives each event back when the next is asked for. */
final class EventStream implements Iterable<Event> {
    private static final long STARVING_NS = 1_000_000_000L;

    private final EventLoop loop;
    private final Signals signals;
    private final Consumer consumer;
    private final Wait wait;
    private final NanoClock clock;
    private final Log log;
    private final List<LentMessage> lent = new ArrayList<>();
    private @Nullable Input starving;

    EventStream(EventLoop loop, Signals signals, Consumer consumer, Waiter waiter, Log log) {
        this.loop = loop;
        this.signals = signals;
        this.consumer = consumer;
        this.wait = waiter.how();
        this.clock = waiter.clock();
        this.log = log;
    }

    /** How the consumer waits, and by which clock. */
    record Waiter(Wait how, NanoClock clock) {}

    /** Waits for the next event; empty after Stop, after close and once the deadline has passed. */
    Optional<Event> next(long deadlineNs) {
        consumer.enter();
        try {
            return Optional.ofNullable(await(deadlineNs));
        } finally {
            consumer.leave();
        }
    }

    Optional<Event> poll() {
        consumer.enter();
        try {
            takeBack();
            Event event = loop.take();
            lend(event);
            return Optional.ofNullable(event);
        } finally {
            consumer.leave();
        }
    }

    List<Event> drain() {
        consumer.enter();
        try {
            takeBack();
            List<Event> events = new ArrayList<>();
            Event event = loop.take();
            while (event != null) {
                lend(event);
                events.add(event);
                event = loop.take();
            }
            return events;
        } finally {
            consumer.leave();
        }
    }

    private @Nullable Event await(long deadlineNs) {
        takeBack();
        Event event = loop.take();
        while (event == null && mayCome() && !passed(deadlineNs)) {
            failIfInterrupted();
            long wakeNs = Math.min(deadlineNs, loop.nextDeadlineNs());
            wait.await(loop, Math.min(wakeNs, starvingDeadlineNs()));
            event = loop.take();
        }
        lend(event);
        return event;
    }

    private boolean mayCome() {
        return !loop.ended() && !signals.isClosed();
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
        Input before = starving;
        Input now = loop.starving();
        starving = now;
        if (now == null) {
            return Long.MAX_VALUE;
        }
        if (now == before) {
            if (now.complainOnce()) {
                log.warn(
                        "every message of the input that may be held is held: nothing can be read from it",
                        "input",
                        now.id(),
                        "cure",
                        "close messages sooner, or raise max_held of the input");
            }
            return Long.MAX_VALUE;
        }
        return clock.nanoTime() + STARVING_NS;
    }

    private void lend(@Nullable Event event) {
        if (event instanceof LentMessage message) {
            lent.add(message);
        }
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

    @Override
    public Iterator<Event> iterator() {
        consumer.beginIteration();
        return new Turns();
    }

    /** One iteration: an event is given back when the next one is looked for. */
    private final class Turns implements Iterator<Event> {
        private @Nullable Event next;
        private boolean over;

        @Override
        public boolean hasNext() {
            if (next == null && !over) {
                consumer.continueIteration();
                next = await(Long.MAX_VALUE);
                if (next == null) {
                    over = true;
                    consumer.endIteration();
                }
            }
            return next != null;
        }

        @Override
        public Event next() {
            Event event = hasNext() ? next : null;
            if (event == null) {
                throw new NoSuchElementException("the events have ended");
            }
            next = null;
            return event;
        }
    }
}
