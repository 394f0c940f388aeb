package dev.bowstring.node.session;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.NodeRestarted;
import dev.bowstring.node.session.message.LentMessage;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** An input whose messages a test puts in by their publish time. */
final class FakeFeed implements Feed {
    private final String id;
    private final boolean counts;
    private final Deque<Long> times = new ArrayDeque<>();
    private Deque<Long> taken = new ArrayDeque<>();
    private boolean closed;
    private long restarts; // told before the next message
    boolean corrupt;
    long timeoutNs;
    int pins = 16;

    FakeFeed(String id) {
        this(id, true);
    }

    FakeFeed(String id, boolean counts) {
        this.id = id;
        this.counts = counts;
    }

    FakeFeed publish(long... timesNs) {
        for (long time : timesNs) {
            times.add(time);
        }
        return this;
    }

    void close() {
        closed = true;
    }

    void restart() {
        restarts++;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean counts() {
        return counts;
    }

    @Override
    public long timeoutNs() {
        return timeoutNs;
    }

    @Override
    public long headTimeNs() {
        if (restarts > 0) {
            return 0;
        }
        return times.isEmpty() ? Long.MAX_VALUE : times.peek();
    }

    @Override
    public boolean isClosed() {
        return closed && times.isEmpty() && restarts == 0;
    }

    @Override
    public boolean hasPin() {
        return pins > 0;
    }

    @Override
    public Taking take() {
        if (corrupt) {
            times.clear();
            return Taking.CORRUPT;
        }
        if (restarts > 0) {
            return Taking.RESTARTED;
        }
        if (times.isEmpty()) {
            return Taking.NOTHING;
        }
        if (pins == 0) {
            return Taking.NO_PIN;
        }
        pins--;
        taken.add(times.remove());
        return Taking.TAKEN;
    }

    @Override
    public Event event() {
        if (restarts > 0) {
            long count = restarts;
            restarts = 0;
            return new NodeRestarted(id, count, 0);
        }
        return new FakeMessage(taken.remove());
    }

    @Override
    public String problem() {
        return "length=-1";
    }

    /** Shows as {@code input@time}; knows whether it was given back. */
    final class FakeMessage extends LentMessage {
        private final long timeNs;
        private boolean retained;
        boolean closed;

        FakeMessage(long timeNs) {
            this.timeNs = timeNs;
        }

        @Override
        public void takeBack() {
            if (!retained) {
                close();
            }
        }

        @Override
        public boolean isLent() {
            return !retained && !closed;
        }

        @Override
        public void own() {
            retained = true;
        }

        @Override
        public void disown() {
            retained = false;
        }

        @Override
        public Message copy() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                pins++;
            }
        }

        @Override
        public Message retain() {
            retained = true;
            return this;
        }

        @Override
        public String input() {
            return id;
        }

        @Override
        public long publishTimeNs() {
            return timeNs;
        }

        @Override
        public String toString() {
            return id + "@" + timeNs;
        }

        @Override
        public VectorSchemaRoot batch() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FieldVector vector() {
            throw new UnsupportedOperationException();
        }

        @Override
        public DictionaryProvider dictionaries() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Metadata metadata() {
            return Metadata.EMPTY;
        }

        @Override
        public long sequence() {
            return 0;
        }

        @Override
        public Instant publishTime() {
            return Instant.EPOCH;
        }
    }
}
