package dev.bowstring.node.session.run;

import dev.bowstring.node.Batch;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.arrow.ArrowBatch;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The pooled batch of an output as the thread sees it that has opened it: the turns of other threads are not its own. */
final class SessionBatch implements Batch {
    private final SessionOutput output;
    private final ArrowBatch batch;
    private final Thread opener;

    SessionBatch(SessionOutput output, ArrowBatch batch, Thread opener) {
        this.output = output;
        this.batch = batch;
        this.opener = opener;
    }

    @Override
    public VectorSchemaRoot root() {
        return batch.root();
    }

    @Override
    public void close() {
        output.closeBatch(batch, opener);
    }

    boolean isOf(SessionOutput other) {
        return output == other;
    }

    boolean isOpenedBy(Thread thread, ArrowBatch other) {
        return opener == thread && batch == other;
    }

    /** The batch, if its opener's turn is not over. */
    ArrowBatch open() {
        if (!batch.turn().isOpenedBy(opener)) {
            throw new NodeException("the batch was sent or closed already", "ask the output for another");
        }
        return batch;
    }
}
