package dev.bowstring.node.session.run;

import dev.bowstring.node.Batch;
import dev.bowstring.node.arrow.ArrowBatch;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The pooled batch of an output as the user sees it. */
final class SessionBatch implements Batch {
    private final SessionOutput output;
    private final ArrowBatch batch;

    SessionBatch(SessionOutput output, ArrowBatch batch) {
        this.output = output;
        this.batch = batch;
    }

    @Override
    public VectorSchemaRoot root() {
        return batch.root();
    }

    @Override
    public void close() {
        output.discard(batch);
    }

    boolean isOf(SessionOutput other) {
        return output == other;
    }

    ArrowBatch batch() {
        return batch;
    }
}
