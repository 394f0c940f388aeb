package dev.bowstring.benchmarks.jmh;

import dev.bowstring.benchmarks.link.LocalOutput;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.arrow.ArrowBatch;
import dev.bowstring.node.arrow.ArrowInput;
import dev.bowstring.node.arrow.ArrowOutput;
import dev.bowstring.node.arrow.CopyCounters;
import dev.bowstring.node.arrow.NodeMemory;
import dev.bowstring.node.arrow.Outgoing;
import dev.bowstring.node.arrow.Received;
import dev.bowstring.transport.log.InputLog;
import dev.bowstring.transport.log.Poll;
import dev.bowstring.transport.log.Taken;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Pooled batches of one row and one column, without a node around them. */
final class ArrowEnd implements Rung.End {
    static final Schema SCHEMA = new Schema(List.of(Field.nullable("n", new ArrowType.Int(64, true))));

    private final NodeMemory memory = new NodeMemory();
    private final ArrowOutput output;
    private final InputLog log;
    private final ArrowInput input;
    private final Taken taken = new Taken();

    private ArrowEnd(LocalOutput own, LocalOutput other) {
        output = new ArrowOutput(own.log(), memory, "out", CopyCounters.NONE);
        log = other.input(0);
        input = new ArrowInput(log, memory, "in");
    }

    static Rung.Pair pair() {
        LocalOutput there = new LocalOutput(1, false, 10);
        LocalOutput back = new LocalOutput(1, false, 10);
        ArrowEnd near = new ArrowEnd(there, back);
        ArrowEnd far = new ArrowEnd(back, there);
        return new Rung.Pair(near, far, () -> {
            near.close();
            far.close();
            there.close();
            back.close();
        });
    }

    @Override
    public void send(long number) {
        ArrowBatch batch = Objects.requireNonNull(output.batch(SCHEMA, false));
        ((BigIntVector) batch.root().getVector(0)).setSafe(0, number);
        batch.root().setRowCount(1);
        if (output.prepare(batch, Metadata.EMPTY).publish() != Outgoing.Attempt.SENT) {
            throw new IllegalStateException("no room, although every message was released");
        }
    }

    @Override
    public long receive() {
        while (log.poll(taken) != Poll.TAKEN) {
            Thread.onSpinWait();
        }
        try (Received received = input.receive(taken)) {
            log.received();
            return ((BigIntVector) received.root().getVector(0)).get(0);
        }
    }

    private void close() {
        input.close();
        output.close();
        memory.close();
    }
}
