package dev.bowstring.benchmarks.guard;

import dev.bowstring.benchmarks.link.LocalOutput;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.arrow.ArrowBatch;
import dev.bowstring.node.arrow.ArrowInput;
import dev.bowstring.node.arrow.ArrowOutput;
import dev.bowstring.node.arrow.CopyCounters;
import dev.bowstring.node.arrow.NodeMemory;
import dev.bowstring.node.arrow.Outgoing;
import dev.bowstring.node.arrow.Received;
import dev.bowstring.transport.log.Poll;
import dev.bowstring.transport.log.Taken;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** A pooled batch of one row of so many bytes is sent, received and closed; its payload lies in place. */
final class ArrowStep implements Step {
    private static final int QUEUE = 10;

    private final Schema schema;
    private final LocalOutput edge = new LocalOutput(1, true, QUEUE);
    private final NodeMemory publisher = new NodeMemory();
    private final NodeMemory reader = new NodeMemory();
    private final ArrowOutput output = new ArrowOutput(edge.log(), publisher, "source/out", CopyCounters.NONE);
    private final ArrowInput input = new ArrowInput(edge.input(0), reader, "sink/in");
    private final Taken taken = new Taken();

    ArrowStep(int bytes) {
        schema = new Schema(List.of(Field.nullable("bytes", new ArrowType.FixedSizeBinary(bytes))));
    }

    @Override
    public long times(int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            send();
            sum += receive();
        }
        return sum;
    }

    private void send() {
        ArrowBatch batch = Objects.requireNonNull(output.batch(schema, false));
        FixedSizeBinaryVector vector = (FixedSizeBinaryVector) batch.root().getVector(0);
        if (vector.getValueCapacity() == 0) {
            vector.allocateNew(1);
        }
        vector.setIndexDefined(0);
        batch.root().setRowCount(1);
        if (output.prepare(batch, Metadata.EMPTY).publish() != Outgoing.Attempt.SENT) {
            throw new IllegalStateException("no room, although every message was released");
        }
    }

    private long receive() {
        if (edge.input(0).poll(taken) != Poll.TAKEN) {
            throw new IllegalStateException("nothing there, although it was sent");
        }
        try (Received received = input.receive(taken)) {
            edge.input(0).received();
            return received.root().getVector(0).getDataBuffer().capacity();
        }
    }

    @Override
    public void close() {
        input.close();
        output.close();
        reader.close();
        publisher.close();
        edge.close();
    }
}
