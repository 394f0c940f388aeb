package dev.bowstring.node.session.run;

import dev.bowstring.node.SendResult;
import dev.bowstring.node.arrow.ArrowBatch;
import dev.bowstring.node.arrow.ArrowOutput;
import dev.bowstring.node.session.send.RoomWait;
import dev.bowstring.transport.log.OutputLog;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Waits for the memory of a pooled batch as long as a reader may give some back. */
final class BatchAttempt implements RoomWait.Attempt {
    private final ArrowOutput arrow;
    private final OutputLog log;
    private final Schema schema;
    private @Nullable ArrowBatch batch;

    BatchAttempt(ArrowOutput arrow, OutputLog log, Schema schema) {
        this.arrow = arrow;
        this.log = log;
        this.schema = schema;
    }

    @Override
    public @Nullable SendResult tryOnce() {
        batch = arrow.batch(schema, false);
        if (batch != null) {
            return SendResult.SENT;
        }
        if (log.neverFits(arrow.batchBytes())) {
            return SendResult.TOO_LARGE;
        }
        return log.blocking() ? null : SendResult.REFUSED;
    }

    @Nullable ArrowBatch batch() {
        return batch;
    }

    @Override
    public void beginWait() {
        log.beginWait();
    }

    @Override
    public void announce() {
        log.waitsForMemory(arrow.batchBytes());
    }

    @Override
    public void endWait() {
        log.endWait();
    }
}
