package dev.bowstring.node.arrow;

import dev.bowstring.transport.log.Payload;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.jspecify.annotations.Nullable;

/**
 * A pooled batch on its way; used again for every turn of the batch. It belongs to whoever has opened the batch and shares
 * nothing with other messages, dictionaries aside, so that sending it takes the log's lock and no other.
 */
final class BatchOutgoing extends OutputMessage {
    private final ArrowBatch batch;
    private final boolean hasDictionaries;
    private DictionaryProvider dictionaries = new DictionaryProvider.MapDictionaryProvider();
    private boolean whole;

    BatchOutgoing(ArrowOutput output, ArrowBatch batch, Draft draft) {
        super(output, draft, batch.schema().dictionaries().length > 0);
        this.hasDictionaries = batch.schema().dictionaries().length > 0;
        this.batch = batch;
    }

    ArrowBatch batch() {
        return batch;
    }

    void dictionaries(DictionaryProvider provider) {
        dictionaries = provider;
    }

    @Override
    void gather() {
        batch.turn().depart();
        whole = batch.isWhole();
        if (!whole || hasDictionaries) {
            draft.gather(batch.columns(), dictionaries);
        }
    }

    @Override
    @Nullable Payload payload() {
        BufferSet set = whole ? batch.set() : null;
        if (set == null || hasDictionaries) {
            return draft.payload(set);
        }
        byte[] metadata = draft.metadata();
        PooledPayload payload = set.payload(batch.schema(), metadata.length);
        if (payload == null) {
            draft.missing(PooledPayload.bytes(set, batch.schema(), metadata.length));
        } else {
            payload.write(batch.vectors(), draft.rows(), metadata);
        }
        return payload;
    }

    @Override
    void sent() {
        if (!whole) {
            batch.outgrown(draft.gathered, draft.ownBuffers());
        }
        if (!whole || hasDictionaries) {
            draft.sent();
        }
    }

    @Override
    void over(ArrowOutput from, boolean sent) {
        if (sent) {
            batch.sent(whole); // last: the draft is whose the batch is
        } else if (!batch.turn().comeBack()) {
            from.discard(batch);
        }
    }
}
