package dev.bowstring.node.arrow;

import dev.bowstring.transport.log.Payload;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** The vectors of a user on their way. */
final class VectorsOutgoing extends OutputMessage {
    private final List<FieldVector> vectors;
    private final @Nullable VectorSchemaRoot root;
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
            boolean share) {
        super(output, draft);
        this.vectors = vectors;
        this.root = root;
        this.share = share;
    }

    @Override
    void gather(SentSchemas schemas) {
        draft.gather(vectors, header.schema(), schemas.dictionaries());
    }

    @Override
    @Nullable Payload payload() {
        return draft.payload(header, null);
    }

    @Override
    void sent() {
        if (share) {
            return;
        }
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
    void over(ArrowOutput output) {
        output.spare(draft);
    }
}
