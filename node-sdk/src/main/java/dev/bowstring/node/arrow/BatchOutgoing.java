package dev.bowstring.node.arrow;

import dev.bowstring.transport.log.Payload;
import org.jspecify.annotations.Nullable;

/** A pooled batch on its way; used again for every turn of the batch. */
final class BatchOutgoing extends OutputMessage {
    private final ArrowBatch batch;
    private boolean whole;

    BatchOutgoing(ArrowOutput output, ArrowBatch batch, Draft draft) {
        super(output, draft);
        this.batch = batch;
    }

    ArrowBatch batch() {
        return batch;
    }

    @Override
    void gather(SentSchemas schemas) {
        draft.gather(batch.root().getFieldVectors(), header.schema(), schemas.dictionaries());
        whole = batch.isWhole(draft.gathered, draft.ownBuffers());
    }

    @Override
    @Nullable Payload payload() {
        BufferSet set = whole ? batch.set() : null;
        if (set == null || draft.hasDictionaries()) {
            return draft.payload(header, set);
        }
        PooledPayload payload = set.payload(header.schema(), draft.gathered.nodeCount, header.metadata().length);
        if (payload == null) {
            draft.missing(header.metadata().length);
        } else {
            payload.write(draft.gathered, header.rows(), header.metadata());
        }
        return payload;
    }

    @Override
    void sent() {
        if (!whole) {
            batch.outgrown(draft.gathered, draft.ownBuffers());
        }
        batch.sent(whole);
    }

    @Override
    void over(ArrowOutput output) {
        // The draft is this batch's for its next turn.
    }
}
