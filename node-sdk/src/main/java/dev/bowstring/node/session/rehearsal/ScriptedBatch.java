package dev.bowstring.node.session.rehearsal;

import dev.bowstring.node.Batch;
import dev.bowstring.node.NodeException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** The one batch of a rehearsed output: opened and sent in turn, as the pooled one of a run. */
final class ScriptedBatch implements Batch {
    private final VectorSchemaRoot root;
    private final AtomicBoolean open = new AtomicBoolean();

    ScriptedBatch(Schema schema, BufferAllocator allocator) {
        root = VectorSchemaRoot.create(schema, allocator);
    }

    @Override
    public VectorSchemaRoot root() {
        return root;
    }

    boolean isOf(Schema schema) {
        return root.getSchema().equals(schema);
    }

    ScriptedBatch open() {
        if (!open.compareAndSet(false, true)) {
            throw new NodeException("the batch before was neither sent nor closed", "send or close it first");
        }
        return this;
    }

    boolean isOpen() {
        return open.get();
    }

    /** Ends its turn. */
    @Override
    public void close() {
        if (open.get()) {
            root.clear();
            open.set(false); // after all else: whoever opens it next sees it empty
        }
    }
}
