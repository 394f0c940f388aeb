package dev.bowstring.node.session;

import dev.bowstring.node.SendResult;
import dev.bowstring.node.arrow.ArrowBatch;
import dev.bowstring.node.arrow.ArrowOutput;
import dev.bowstring.transport.log.OutputLog;
import dev.bowstring.transport.log.Room;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Looks whether a message could be sent, without sending one. */
final class WritableAttempt implements RoomWait.Attempt {
    private final String output;
    private final OutputLog log;
    private final ArrowOutput arrow;
    private final @Nullable Schema schema;

    /** @param schema of the batch that will be asked for; null when none was so far */
    WritableAttempt(String output, OutputLog log, ArrowOutput arrow, @Nullable Schema schema) {
        this.output = output;
        this.log = log;
        this.arrow = arrow;
        this.schema = schema;
    }

    @Override
    public @Nullable SendResult tryOnce() {
        return switch (log.room()) {
            case ROOM -> schema == null || arrow.hasOpenBatch() || memoryFor(schema) ? SendResult.SENT : null;
            case QUEUE_FULL -> null;
            case CLOSED -> throw SendAttempt.closed(output);
        };
    }

    /** What it finds goes back to the pool, where the next batch takes it from. */
    private boolean memoryFor(Schema next) {
        BatchAttempt attempt = new BatchAttempt(arrow, log, next);
        SendResult result = attempt.tryOnce();
        ArrowBatch batch = attempt.batch();
        if (batch != null) {
            arrow.discard(batch);
        }
        return result != null; // a batch that can never have shared memory does not wait for it
    }

    @Override
    public void announce() {
        if (log.room() == Room.QUEUE_FULL) {
            log.waitsForQueue();
        } else {
            log.waitsForMemory(arrow.batchBytes());
        }
    }

    @Override
    public void withdraw() {
        log.waitsForNothing();
    }
}
