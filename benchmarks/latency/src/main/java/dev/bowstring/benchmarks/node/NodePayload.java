package dev.bowstring.benchmarks.node;

import dev.bowstring.benchmarks.cell.Words;
import dev.bowstring.benchmarks.cell.Work;
import dev.bowstring.node.Batch;
import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.Output;
import dev.bowstring.node.SendResult;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * One row of so many bytes: a column of fixed-size binary, so that nothing but the payload grows with its size. Without
 * bytes there is no row, and the first word goes with the metadata where it counts.
 */
final class NodePayload {
    private static final String FIRST_WORD = "t";

    private final int bytes;
    private final boolean timed;
    private final Words words;
    private final Schema schema;
    /** The same access as the peers': an accessor of Arrow checks more for each value, and takes four times as long. */
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);

    NodePayload(Work work) {
        this.bytes = work.bytes();
        this.timed = work.number("period_ns") > 0;
        this.words = new Words(work);
        ArrowType type = new ArrowType.FixedSizeBinary(Math.max(Long.BYTES, bytes));
        this.schema = new Schema(List.of(Field.nullable("bytes", type)));
    }

    /** Sends a batch; waits for room. */
    void send(Output out, long value) {
        Batch batch = out.batch(schema);
        FixedSizeBinaryVector vector = (FixedSizeBinaryVector) batch.root().getVector(0);
        if (vector.getValueCapacity() == 0) {
            vector.allocateNew(1);
        }
        if (bytes >= Long.BYTES) {
            vector.setIndexDefined(0);
            ArrowBuf buffer = vector.getDataBuffer();
            view.wrap(buffer.memoryAddress(), bytes);
            words.write(view, 0, value);
        }
        batch.rows(bytes >= Long.BYTES ? 1 : 0);
        boolean inMetadata = bytes < Long.BYTES && timed;
        SendResult result = inMetadata ? out.send(batch, Metadata.of(FIRST_WORD, value)) : out.send(batch);
        if (result != SendResult.SENT) {
            throw new IllegalStateException("the dataflow stopped before the measurement ended: result=" + result);
        }
    }

    /** The first word of a message. */
    long read(Message message) {
        if (bytes < Long.BYTES) {
            return timed ? message.metadata().integer(FIRST_WORD).orElseThrow() : Work.NOT_RECORDED;
        }
        ArrowBuf buffer = message.batch().getVector(0).getDataBuffer();
        view.wrap(buffer.memoryAddress(), bytes);
        return words.read(view, 0);
    }
}
