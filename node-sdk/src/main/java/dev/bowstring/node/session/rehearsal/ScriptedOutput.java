package dev.bowstring.node.session.rehearsal;

import dev.bowstring.node.Batch;
import dev.bowstring.node.Burst;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Output;
import dev.bowstring.node.SendResult;
import dev.bowstring.node.arrow.CopiedRows;
import dev.bowstring.node.arrow.Outgoing;
import dev.bowstring.node.session.send.AsyncSender;
import dev.bowstring.node.session.send.AsyncSends;
import dev.bowstring.node.session.send.Bursts;
import dev.bowstring.node.session.send.InFlight;
import dev.bowstring.node.session.send.LaterAttempt;
import dev.bowstring.node.session.send.RoomPump;
import dev.bowstring.node.session.send.RoomWait;
import dev.bowstring.node.session.send.SendAttempt;
import dev.bowstring.node.session.send.SendCounters;
import dev.bowstring.node.session.wait.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** An output that keeps copies of what is sent. It waits, asks and answers as one of a run. Any thread. */
final class ScriptedOutput implements Output {
    /** Nothing is to be undone of a message that was not sent. */
    private static final Outgoing UNTOUCHED = new Undoing(() -> {});

    /** What is to be undone of a message that was not sent. */
    private record Undoing(Runnable undo) implements Outgoing {
        @Override
        public Attempt publish() {
            return Attempt.SENT;
        }

        @Override
        public long missingBytes() {
            return 0;
        }

        @Override
        public void cancel() {
            undo.run();
        }
    }

    private final String id;
    private final long lastCommitted; // before this life
    private final ScriptedTime time;
    private final ScriptedMemory memory;
    private final BufferAllocator allocator;
    private final ScriptedRoom room;
    private final RoomWait wait;
    private final AsyncSends waiting;
    private final AsyncSender async;
    private final InFlight inFlight = new InFlight();
    private final ScriptedSends sends;
    private final Bursts bursts;
    private volatile DictionaryProvider dictionaries = new DictionaryProvider.MapDictionaryProvider();
    private volatile @Nullable ScriptedBatch batch;

    /**
     * @param lastCommitted what earlier lives have sent last, or -1
     * @param pump sends what waits without a thread
     */
    ScriptedOutput(
            String id, long lastCommitted, ScriptedTime time, ScriptedMemory memory, RoomWait wait, RoomPump pump) {
        this.id = id;
        this.lastCommitted = lastCommitted;
        this.time = time;
        this.memory = memory;
        this.allocator = memory.newChild("output " + id);
        this.room = new ScriptedRoom(id);
        this.wait = wait;
        this.waiting = pump.newSends();
        this.sends = new ScriptedSends(time::changed);
        this.bursts = new Bursts(id, sends::together, sends::commit);
        this.async = new AsyncSender(waiting, wait.signals(), inFlight, SendCounters.NONE);
    }

    ScriptedRoom room() {
        return room;
    }

    List<Rehearsal.Sent> sent() {
        return sends.sent();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public long lastCommitted() {
        return lastCommitted + sends.sent().size();
    }

    @Override
    public BufferAllocator allocator() {
        return allocator;
    }

    @Override
    public Batch batch(Schema schema) {
        enter();
        try {
            ScriptedBatch current = batch;
            if (current == null || !current.isOf(schema)) {
                if (current != null) {
                    current.open(); // and never ends its turn: nobody else may open it
                }
                current = new ScriptedBatch(schema, allocator);
                batch = current;
            }
            return current.open();
        } finally {
            inFlight.leave();
        }
    }

    @Override
    public Batch batch() {
        ScriptedBatch last = batch;
        if (last == null) {
            throw new NodeException("output '" + id + "' has no schema yet", "call batch(schema) first");
        }
        return batch(last.root().getSchema());
    }

    @Override
    public void dictionaries(DictionaryProvider provider) {
        dictionaries = provider;
    }

    @Override
    public SendResult send(Batch filled, Metadata metadata, Duration timeout) {
        ScriptedBatch own = own(filled);
        enter();
        try {
            own.depart();
            SendResult result = SendResult.STOPPING;
            try {
                result = await(batchAttempt(own, metadata), timeout);
            } finally {
                if (!result.sent()) {
                    own.cancelled();
                }
            }
            return result;
        } finally {
            inFlight.leave();
        }
    }

    @Override
    public SendResult send(VectorSchemaRoot root, Metadata metadata, Duration timeout) {
        return waitAndSend(rootAttempt(root, metadata), timeout);
    }

    @Override
    public SendResult send(FieldVector vector, Metadata metadata, Duration timeout) {
        return waitAndSend(vectorAttempt(vector, metadata), timeout);
    }

    @Override
    public SendResult share(VectorSchemaRoot root, Metadata metadata, Duration timeout) {
        return waitAndSend(ScriptedAttempt.toSend(room, sends, () -> keep(root, metadata)), timeout);
    }

    @Override
    public SendResult share(FieldVector vector, Metadata metadata, Duration timeout) {
        return waitAndSend(ScriptedAttempt.toSend(room, sends, () -> keep(column(vector), metadata)), timeout);
    }

    Bursts bursts() {
        return bursts;
    }

    @Override
    public Burst burst(int messages) {
        enter();
        try {
            return bursts.open(messages);
        } finally {
            inFlight.leave();
        }
    }

    @Override
    public CompletionStage<SendResult> sendAsync(Batch filled, Metadata metadata) {
        ScriptedBatch own = own(filled);
        enter();
        boolean departed = false;
        try {
            own.depart();
            departed = true;
        } finally {
            if (!departed) {
                inFlight.leave();
            }
        }
        return async.send(batchAttempt(own, metadata), new Undoing(own::cancelled));
    }

    @Override
    public CompletionStage<SendResult> sendAsync(VectorSchemaRoot root, Metadata metadata) {
        return sendUnwaited(rootAttempt(root, metadata));
    }

    @Override
    public CompletionStage<SendResult> sendAsync(FieldVector vector, Metadata metadata) {
        return sendUnwaited(vectorAttempt(vector, metadata));
    }

    private ScriptedBatch own(Batch filled) {
        ScriptedBatch last = batch;
        if (!(filled instanceof ScriptedBatch own) || last == null || !own.isSameAs(last)) {
            throw new NodeException(
                    "the batch is not one of output '" + id + "'", "send it on the output that gave it");
        }
        return own;
    }

    private ScriptedAttempt batchAttempt(ScriptedBatch own, Metadata metadata) {
        return ScriptedAttempt.toSend(room, sends, () -> {
            keep(own.root(), metadata);
            own.sent();
        });
    }

    private ScriptedAttempt rootAttempt(VectorSchemaRoot root, Metadata metadata) {
        return ScriptedAttempt.toSend(room, sends, () -> {
            keep(root, metadata);
            root.clear();
        });
    }

    private ScriptedAttempt vectorAttempt(FieldVector vector, Metadata metadata) {
        return ScriptedAttempt.toSend(room, sends, () -> {
            keep(column(vector), metadata);
            vector.clear();
        });
    }

    private static VectorSchemaRoot column(FieldVector vector) {
        return new VectorSchemaRoot(List.of(vector));
    }

    private synchronized void keep(VectorSchemaRoot root, Metadata metadata) {
        root.syncSchema();
        CopiedRows rows = memory.copyForTest(root, dictionaries);
        sends.add(new Rehearsal.Sent(rows, metadata, lastCommitted + 1 + sends.next(), time.nanoTime()));
    }

    private SendResult waitAndSend(RoomWait.Attempt attempt, Duration timeout) {
        enter();
        try {
            return await(attempt, timeout);
        } finally {
            inFlight.leave();
        }
    }

    private SendResult await(RoomWait.Attempt attempt, Duration timeout) {
        RoomWait.Attempt inTurn = waiting.areWaiting() ? new LaterAttempt(attempt, waiting) : attempt;
        return wait.send(inTurn, Deadline.nanos(timeout));
    }

    private CompletionStage<SendResult> sendUnwaited(RoomWait.Attempt attempt) {
        enter();
        return async.send(attempt, UNTOUCHED);
    }

    @Override
    public CompletionStage<Boolean> whenWritable() {
        enter();
        return async.whenWritable(ScriptedAttempt.toSee(room, sends));
    }

    private void enter() {
        if (!inFlight.enter()) {
            throw new NodeException("the node is closed", "send before closing it");
        }
        if (room.hasEnded()) {
            inFlight.leave();
            throw SendAttempt.closed(id);
        }
    }

    @Override
    public void close() {
        if (inFlight.enter()) {
            room.end();
            sends.together(1);
            waiting.wake(); // what waits for room has failed
            inFlight.leave();
        }
    }

    /** The node has closed: no thread gets in any more. */
    void leave(LeakReport leaks) {
        boolean left = inFlight.close(() -> false);
        sends.together(1); // a burst that nobody has closed
        if (!left) {
            leaks.add("a thread is still sending on output '" + id + "'", null);
        }
        ScriptedBatch open = batch;
        if (open != null) {
            open.endAnyTurn();
        }
        memory.close(allocator, leaks);
    }

    /** The test is over. */
    void forget() {
        sends.forget();
    }
}
