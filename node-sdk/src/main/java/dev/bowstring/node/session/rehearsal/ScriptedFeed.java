package dev.bowstring.node.session.rehearsal;

import dev.bowstring.node.Event;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.NodeRestarted;
import dev.bowstring.node.arrow.CopiedRows;
import dev.bowstring.node.arrow.Rows;
import dev.bowstring.node.arrow.Untouched;
import dev.bowstring.node.session.Feed;
import dev.bowstring.node.session.message.Leaks;
import dev.bowstring.node.session.message.Origin;
import dev.bowstring.node.session.message.ReceivedMessage;
import dev.bowstring.node.session.message.Retention;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.NanoClock;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.jspecify.annotations.Nullable;

/** An input that holds what the script sends to it. Filled under the time's monitor, read under the consumer's thread. */
final class ScriptedFeed implements Feed, Origin {
    private final String id;
    private final Rehearsal.InputPlan plan;
    private final ScriptedTime time;
    private final ScriptedMemory memory;
    private final BufferAllocator allocator;
    private final Retention retention;
    private final Queue<Coming> queue = new ConcurrentLinkedQueue<>();
    private final Queue<Long> changed = new ConcurrentLinkedQueue<>(); // messages the node has written to
    private final AtomicInteger held = new AtomicInteger();
    private volatile long endNs;
    private volatile boolean closed;
    private volatile @Nullable String problem;
    private volatile boolean corrupt;
    private long sequence; // of the next message that is sent
    private long restarts; // of the publisher
    private @Nullable Coming taken;

    ScriptedFeed(String id, Rehearsal.InputPlan plan, ScriptedTime time, ScriptedMemory memory) {
        this.id = id;
        this.plan = plan;
        this.time = time;
        this.memory = memory;
        this.allocator = memory.newChild("input " + id);
        this.retention = new Retention(id, plan.maxHeld(), Leaks.FULL);
    }

    /** What is on its way, since a moment of the script's time. */
    private sealed interface Coming {
        long timeNs();
    }

    /** A message. */
    private record Sent(Carried rows, long sequence, long timeNs) implements Coming {}

    /** Its publisher is another process from here on. */
    private record Restarted(long count, long timeNs) implements Coming {}

    /** Rows that one message carries; they count as held from when they are handed out until they are closed. */
    private final class Carried implements Rows {
        private final CopiedRows rows;
        private final Metadata metadata;
        private final long sequence;
        private final Untouched untouched;
        private final AtomicBoolean over = new AtomicBoolean();

        Carried(CopiedRows rows, Metadata metadata, long sequence) {
            this.rows = rows;
            this.metadata = metadata;
            this.sequence = sequence;
            this.untouched = new Untouched(rows.root());
        }

        @Override
        public VectorSchemaRoot root() {
            return rows.root();
        }

        @Override
        public DictionaryProvider dictionaries() {
            return rows.dictionaries();
        }

        @Override
        public Map<String, Object> metadata() {
            return metadata.asMap();
        }

        @Override
        public void close() {
            if (over.compareAndSet(false, true)) {
                held.decrementAndGet();
                free();
            }
        }

        void free() {
            if (!untouched.release()) {
                changed.add(sequence);
            }
            rows.close();
        }
    }

    /** Rows to be sent, copied. */
    CopiedRows copyOf(VectorSchemaRoot rows, DictionaryProvider dictionaries) {
        return CopiedRows.of(rows, dictionaries, allocator);
    }

    void send(CopiedRows rows, Metadata metadata) {
        queue.add(new Sent(new Carried(rows, metadata, sequence), sequence, time.stampNs()));
        sequence++;
    }

    /** So many messages are lost on the way, as on an edge that drops them. */
    void lose(int messages) {
        sequence += messages;
    }

    void restart() {
        restarts++;
        queue.add(new Restarted(restarts, time.stampNs()));
    }

    void close() {
        endNs = time.stampNs();
        closed = true;
    }

    void fail(String reason) {
        endNs = time.stampNs();
        problem = reason;
    }

    @Override
    public long endTimeNs(NanoClock clock) {
        return endNs;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean counts() {
        return true;
    }

    @Override
    public int maxHeld() {
        return plan.maxHeld();
    }

    @Override
    public long timeoutNs() {
        return plan.timeoutNs();
    }

    @Override
    public long headTimeNs() {
        Coming head = queue.peek();
        if (head != null) {
            return head.timeNs();
        }
        return problem != null && !corrupt ? endNs : Feed.NEVER;
    }

    @Override
    public boolean isClosed() {
        return closed && queue.isEmpty();
    }

    @Override
    public boolean hasPin() {
        return held.get() < plan.maxHeld();
    }

    @Override
    public Taking take() {
        if (queue.isEmpty()) {
            corrupt = problem != null;
            return corrupt ? Taking.CORRUPT : Taking.NOTHING;
        }
        if (queue.element() instanceof Restarted) {
            taken = queue.remove();
            return Taking.RESTARTED;
        }
        if (!hasPin()) {
            return Taking.NO_PIN;
        }
        held.incrementAndGet();
        taken = queue.remove();
        return Taking.TAKEN;
    }

    @Override
    public Event event() {
        Coming coming = taken;
        if (coming instanceof Restarted restart) {
            taken = null;
            return new NodeRestarted(id, restart.count, restart.timeNs);
        }
        if (!(coming instanceof Sent message)) {
            throw new IllegalStateException("message of input " + id + " before it was taken");
        }
        taken = null;
        return new ReceivedMessage(this, message.rows, message.sequence, message.timeNs);
    }

    @Override
    public String problem() {
        return String.valueOf(problem);
    }

    @Override
    public String holders() {
        return retention.holders();
    }

    @Override
    public Retention retention() {
        return retention;
    }

    @Override
    public CopiedRows copy(Rows rows) {
        return memory.copyForNode(rows.root(), rows.dictionaries());
    }

    @Override
    public void pinMayBeFree() {
        time.changed();
    }

    @Override
    public Instant wallTime(long timeNs) {
        return Rehearsal.wallTime(timeNs);
    }

    /** The node has closed: what it never took goes, and what it keeps is a leak. */
    void leave(LeakReport leaks) {
        for (Coming never = queue.poll(); never != null; never = queue.poll()) {
            if (never instanceof Sent message) {
                message.rows.free();
            }
        }
        for (ReceivedMessage message : retention.held()) {
            leaks.add(
                    "message " + message.sequence() + " of input '" + id + "' was kept and never closed",
                    message.retainedAt());
            message.close();
        }
        changed.forEach(number -> leaks.add(
                "message " + number + " of input '" + id + "' was written to, which ends"
                        + " the process in a run: its memory is the publisher's; write to a copy()",
                null));
        memory.close(allocator, leaks);
    }
}
