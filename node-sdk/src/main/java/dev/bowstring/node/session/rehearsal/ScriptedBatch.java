package dev.bowstring.node.session.rehearsal;

import dev.bowstring.node.Batch;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.arrow.BatchTurn;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** The one batch of a rehearsed output, as the thread sees it that has opened it: in turn, as the pooled one of a run. */
final class ScriptedBatch implements Batch {
    private final VectorSchemaRoot root;
    private final BatchTurn turn;
    private final Thread opener;

    ScriptedBatch(Schema schema, BufferAllocator allocator) {
        this(VectorSchemaRoot.create(schema, allocator), new BatchTurn());
    }

    private ScriptedBatch(VectorSchemaRoot root, BatchTurn turn) {
        this.root = root;
        this.turn = turn;
        this.opener = Thread.currentThread();
    }

    @Override
    public VectorSchemaRoot root() {
        return root;
    }

    boolean isOf(Schema schema) {
        return root.getSchema().equals(schema);
    }

    boolean isSameAs(ScriptedBatch other) {
        return turn == other.turn;
    }

    /** Begins a turn of the calling thread. */
    ScriptedBatch open() {
        if (!turn.open()) {
            throw new NodeException("the batch before was neither sent nor closed", "send or close it first");
        }
        return new ScriptedBatch(root, turn);
    }

    /** A send has it from here on: {@link #sent} or {@link #cancelled} follows. */
    void depart() {
        if (!turn.isOpenedBy(opener)) {
            throw new NodeException("the batch was sent or closed already", "ask the output for another");
        }
        if (turn.isOnItsWay()) {
            throw new NodeException("the batch is being sent already", "wait for the end of that send");
        }
        turn.depart();
    }

    void sent() {
        turn.away();
        endTurn();
    }

    void cancelled() {
        if (!turn.comeBack()) {
            endTurn();
        }
    }

    @Override
    public void close() {
        if (turn.claim(opener)) {
            endTurn();
        }
    }

    /** Whoever has it open, ends its turn. */
    void endAnyTurn() {
        if (turn.isOpen()) {
            endTurn();
        }
    }

    private void endTurn() {
        root.clear();
        turn.over();
    }
}
