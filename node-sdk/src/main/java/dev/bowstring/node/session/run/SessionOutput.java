package dev.bowstring.node.session.run;

import dev.bowstring.node.Batch;
import dev.bowstring.node.Burst;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Output;
import dev.bowstring.node.SendResult;
import dev.bowstring.node.arrow.ArrowBatch;
import dev.bowstring.node.arrow.ArrowOutput;
import dev.bowstring.node.arrow.Outgoing;
import dev.bowstring.node.session.send.AsyncSender;
import dev.bowstring.node.session.send.AsyncSends;
import dev.bowstring.node.session.send.Bursts;
import dev.bowstring.node.session.send.InFlight;
import dev.bowstring.node.session.send.LaterAttempt;
import dev.bowstring.node.session.send.RoomWait;
import dev.bowstring.node.session.send.SendAttempt;
import dev.bowstring.node.session.send.SendCounters;
import dev.bowstring.node.session.wait.Deadline;
import dev.bowstring.transport.log.OutputLog;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** An output over its log. Any thread. */
final class SessionOutput implements Output {
    private final String id;
    private final OutputLog log;
    private final ArrowOutput arrow;
    private final RoomWait room;
    private final SendCounters counters;
    private final AsyncSends waiting;
    private final AsyncSender async;
    private final InFlight inFlight = new InFlight();
    private final Bursts bursts;
    private final Runnable commitLog;
    private volatile boolean ended;
    private volatile @Nullable Schema schema;
    private volatile @Nullable SessionBatch batch;

    /** @param waiting what waits for room here without a thread */
    SessionOutput(
            String id, OutputLog log, ArrowOutput arrow, RoomWait room, SendCounters counters, AsyncSends waiting) {
        this.waiting = waiting;
        this.async = new AsyncSender(waiting, room.signals(), inFlight, counters);
        this.bursts = new Bursts(id, together -> whileMapped(() -> log.burst(together)), this::commit);
        this.commitLog = log::commit;
        this.id = id;
        this.log = log;
        this.arrow = arrow;
        this.room = room;
        this.counters = counters;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public long lastCommitted() {
        if (!inFlight.enter()) {
            throw new NodeException("the node is closed", "ask before closing it");
        }
        try {
            return log.tail() - 1;
        } finally {
            inFlight.leave();
        }
    }

    @Override
    public BufferAllocator allocator() {
        return arrow.allocator();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // only spares a store
    public Batch batch(Schema wanted) {
        if (schema != wanted) {
            schema = wanted;
        }
        ArrowBatch loaded = ended || inFlight.isClosed() ? null : arrow.batchAtOnce(wanted);
        return wrap(loaded == null ? awaitBatch(wanted) : loaded);
    }

    @Override
    public Batch batch() {
        Schema last = schema;
        if (last == null) {
            throw new NodeException("output '" + id + "' has no schema yet", "call batch(schema) first");
        }
        return batch(last);
    }

    private ArrowBatch awaitBatch(Schema wanted) {
        enter();
        try {
            BatchAttempt attempt = new BatchAttempt(arrow, log, wanted);
            SendResult result = room.tryOrAwait(attempt, Long.MAX_VALUE);
            ArrowBatch loaded = result.sent() ? attempt.batch() : arrow.batch(wanted, true);
            if (loaded == null) {
                throw new IllegalStateException("batch of output " + id + ": none even without memory");
            }
            return loaded;
        } finally {
            inFlight.leave();
        }
    }

    /** The same wrapper for the same batch and thread, so that the steady state allocates nothing. */
    private SessionBatch wrap(ArrowBatch loaded) {
        SessionBatch wrapper = batch;
        if (wrapper == null || !wrapper.isOpenedBy(Thread.currentThread(), loaded)) {
            wrapper = new SessionBatch(this, loaded, Thread.currentThread());
            batch = wrapper;
        }
        return wrapper;
    }

    void closeBatch(ArrowBatch open, Thread opener) {
        if (opener == Thread.currentThread()) {
            arrow.closeBatch(open, opener); // what it has open keeps the memory mapped, also while the node closes
        } else {
            whileMapped(() -> arrow.closeBatch(open, opener));
        }
    }

    private void commit() {
        whileMapped(commitLog);
    }

    /** Does nothing once the node is closed. */
    private void whileMapped(Runnable action) {
        if (inFlight.enter()) {
            try {
                action.run();
            } finally {
                inFlight.leave();
            }
        }
    }

    @Override
    public void dictionaries(DictionaryProvider provider) {
        arrow.dictionaries(provider);
    }

    @Override
    public SendResult send(Batch filled, Metadata metadata, Duration timeout) {
        ArrowBatch own = own(filled);
        if (ended
                || inFlight.isClosed()
                || waiting.areWaiting()
                || !own.turn().isOpenedBy(Thread.currentThread())
                || room.signals().mustTell()) {
            return sendPrepared(() -> arrow.prepare(own, metadata), timeout);
        }
        room.progress();
        Outgoing message = arrow.prepare(own, metadata); // the open batch keeps the output's memory mapped
        boolean sent = false;
        try {
            sent = message.publish() == Outgoing.Attempt.SENT;
        } finally {
            if (!sent) {
                message.cancel();
            }
        }
        return sent ? SendResult.SENT : sendPrepared(() -> arrow.prepare(own, metadata), timeout);
    }

    @Override
    public SendResult send(VectorSchemaRoot root, Metadata metadata, Duration timeout) {
        return sendPrepared(() -> arrow.prepare(root, metadata, false), timeout);
    }

    @Override
    public SendResult send(FieldVector vector, Metadata metadata, Duration timeout) {
        return sendPrepared(() -> arrow.prepare(vector, metadata, false), timeout);
    }

    private ArrowBatch own(Batch filled) {
        if (!(filled instanceof SessionBatch own) || !own.isOf(this)) {
            throw new NodeException(
                    "the batch is not one of output '" + id + "'", "send it on the output that gave it");
        }
        return own.open();
    }

    private SendResult sendPrepared(Supplier<Outgoing> prepared, Duration timeout) {
        enter();
        try {
            Outgoing message = prepared.get();
            SendResult result = SendResult.STOPPING;
            try {
                result = room.send(behindOthers(new SendAttempt(id, log, message)), Deadline.nanos(timeout));
            } finally {
                if (!result.sent()) {
                    message.cancel();
                }
            }
            if (result == SendResult.REFUSED) {
                counters.refused();
            }
            return result;
        } finally {
            inFlight.leave();
        }
    }

    /** What waits without a thread goes first. */
    private RoomWait.Attempt behindOthers(SendAttempt attempt) {
        return waiting.areWaiting() ? new LaterAttempt(attempt, waiting) : attempt;
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
        ArrowBatch own = own(filled);
        return sendUnwaited(() -> arrow.prepare(own, metadata));
    }

    @Override
    public CompletionStage<SendResult> sendAsync(VectorSchemaRoot root, Metadata metadata) {
        return sendUnwaited(() -> arrow.prepare(root, metadata, false));
    }

    @Override
    public CompletionStage<SendResult> sendAsync(FieldVector vector, Metadata metadata) {
        return sendUnwaited(() -> arrow.prepare(vector, metadata, false));
    }

    private CompletionStage<SendResult> sendUnwaited(Supplier<Outgoing> prepared) {
        enter();
        room.progress();
        Outgoing message = null;
        try {
            message = prepared.get();
        } finally {
            if (message == null) {
                inFlight.leave();
            }
        }
        return async.send(new SendAttempt(id, log, message), message);
    }

    @Override
    public CompletionStage<Boolean> whenWritable() {
        enter();
        return async.whenWritable(new WritableAttempt(id, log, arrow));
    }

    private void enter() {
        if (!inFlight.enter()) {
            throw new NodeException("the node is closed", "send before closing it");
        }
        if (ended) {
            inFlight.leave();
            throw SendAttempt.closed(id);
        }
    }

    @Override
    public SendResult share(VectorSchemaRoot root, Metadata metadata, Duration timeout) {
        return sendPrepared(() -> arrow.prepare(root, metadata, true), timeout);
    }

    @Override
    public SendResult share(FieldVector vector, Metadata metadata, Duration timeout) {
        return sendPrepared(() -> arrow.prepare(vector, metadata, true), timeout);
    }

    @Override
    public void close() {
        whileMapped(() -> {
            ended = true;
            log.end();
            waiting.wake(); // what waits for room has failed
        });
    }

    /**
     * The node closes: no thread gets in any more.
     *
     * @return what keeps the memory in use, which then stays mapped; empty when all was unmapped
     */
    Optional<String> unmap() {
        log.commit(); // a burst that nobody has closed: its readers need not wait for what follows
        boolean left = inFlight.close(arrow::isBatchOpenElsewhere);
        log.burst(1); // a thread that was inside may have sent meanwhile, or does so yet
        if (!left) {
            return Optional.of("a thread is still sending");
        }
        Optional<String> leak = arrow.close();
        if (leak.isEmpty()) {
            log.close();
        }
        return leak;
    }
}
