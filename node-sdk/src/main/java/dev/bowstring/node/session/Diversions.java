package dev.bowstring.node.session;

import dev.bowstring.node.Diversion;
import dev.bowstring.node.Diversion.Taker;
import dev.bowstring.node.Event;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.NodeRestarted;
import dev.bowstring.node.session.message.LentMessage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Who takes which events before the consumer sees them. Made and closed on any thread, asked under the consumer's. */
final class Diversions {
    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final AtomicInteger awaiting = new AtomicInteger();
    private volatile Runnable changed = () -> {};

    /** Called whenever something is awaited, or not any more. */
    void whenAwaiting(Runnable action) {
        changed = action;
    }

    Diversion add(Input input, Taker taker) {
        Entry entry = new Entry(input, taker);
        entries.add(entry);
        return entry;
    }

    /** Whether somebody takes this event. */
    boolean take(Event event) {
        for (Entry entry : entries) {
            if (entry.takes(event)) {
                return true;
            }
        }
        return false;
    }

    /** The node is to stop, or is closed: tells those who take events, each once. */
    void stopping() {
        for (Entry entry : entries) {
            entry.stopping();
        }
    }

    /** Whether somebody who awaits something was not told of the end. */
    boolean awaitsTheEnd() {
        for (Entry entry : entries) {
            if (entry.isAwaiting.get() && !entry.isTold.get()) {
                return true;
            }
        }
        return false;
    }

    /** Whether somebody awaits something. */
    boolean areAwaiting() {
        return awaiting.get() > 0;
    }

    /** Whether an awaited input has something that was not taken yet. */
    boolean haveFresh() {
        for (Entry entry : entries) {
            if (entry.isAwaiting.get()) {
                entry.input.look();
                if (entry.input.freshTimeNs() != Feed.NEVER) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Takes what there is on the awaited inputs; what nobody takes comes later, in order. */
    void takeFresh() {
        for (Entry entry : entries) {
            if (entry.isAwaiting.get()) {
                entry.input.look();
                takeFresh(entry);
            }
        }
    }

    /** Ends with the last awaited event: nothing more is put aside than needed. */
    private void takeFresh(Entry entry) {
        while (entry.isAwaiting.get() && entry.input.freshTimeNs() != Feed.NEVER) {
            Event event = entry.input.takeFresh();
            if (event == null) {
                return;
            }
            if (!take(event)) {
                entry.input.putAside(event);
            }
        }
    }

    /** One taker. */
    private final class Entry implements Diversion {
        private final Input input;
        private final Taker taker;
        private final AtomicBoolean isAwaiting = new AtomicBoolean();
        private final AtomicBoolean isTold = new AtomicBoolean();

        Entry(Input input, Taker taker) {
            this.input = input;
            this.taker = taker;
        }

        boolean takes(Event event) {
            if (event instanceof LentMessage message) {
                return message.input().equals(input.id()) && takes(message);
            }
            if (event instanceof NodeRestarted restart && restart.input().equals(input.id())) {
                taker.restarted(restart);
            }
            if (event instanceof InputClosed end && end.isFinal() && end.input().equals(input.id())) {
                taker.closed();
            }
            return false;
        }

        private boolean takes(LentMessage message) {
            message.own();
            boolean decided = false;
            try {
                boolean taken = taker.take(message);
                decided = true;
                if (!taken) {
                    message.disown();
                }
                return taken;
            } finally {
                if (!decided) {
                    message.close(); // it threw, and nobody will
                }
            }
        }

        void stopping() {
            if (isTold.compareAndSet(false, true)) {
                taker.stopping();
            }
        }

        @Override
        public void awaiting(boolean yes) {
            if (isAwaiting.compareAndSet(!yes, yes)) {
                awaiting.addAndGet(yes ? 1 : -1);
                changed.run();
            }
        }

        @Override
        public void close() {
            awaiting(false);
            entries.remove(this);
        }
    }
}
