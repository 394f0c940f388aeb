package dev.bowstring.node.arrow;

import dev.bowstring.transport.log.Payload;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.jspecify.annotations.Nullable;

/** The vectors of a user on their way. */
final class VectorsOutgoing extends OutputMessage {
    private final List<FieldVector> vectors;
    private final @Nullable VectorSchemaRoot root;
    private final DictionaryProvider dictionaries;
    private final boolean share;

    /**
     * @param root what the vectors belong to, if that is what is sent
     * @param share whether they stay with the user
     */
    VectorsOutgoing(
            ArrowOutput output,
            Draft draft,
            List<FieldVector> vectors,
            @Nullable VectorSchemaRoot root,
            DictionaryProvider dictionaries,
            boolean share) {
        super(output, draft, true);
        this.vectors = vectors;
        this.root = root;
        this.dictionaries = dictionaries;
        this.share = share;
    }

    @Override
    void gather() {
        draft.gather(vectors, dictionaries);
    }

    @Override
    @Nullable Payload payload() {
        return draft.payload(null);
    }

    @Override
    void sent() {
        if (!share) {
            take();
        }
        draft.sent();
    }

    private void take() {
        if (root != null) {
            root.clear();
        }
        for (FieldVector vector : vectors) {
            vector.clear();
            if (vector.getValueCount() != 0) {
                vector.setValueCount(0); // a vector of nulls has only its count, which it keeps
            }
        }
    }

    @Override
    void over(ArrowOutput from, boolean sent) {
        from.spare(draft);
    }
}
