package dev.bowstring.benchmarks.latency;

import dev.bowstring.node.Batch;
import dev.bowstring.node.Message;
import dev.bowstring.node.Output;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** One row of so many bytes: a column of fixed-size binary, so that nothing but the payload grows with its size. */
final class Payload {
    private final Case what;
    private final Schema schema;
    /** The same access as the floor's: an accessor of Arrow checks more for each value, and takes four times as long. */
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);

    private long value = 1;
    private long sum;

    Payload(Case what) {
        this.what = what;
        this.schema = new Schema(List.of(Field.nullable("bytes", new ArrowType.FixedSizeBinary(what.bytes()))));
    }

    /** A batch ready to be sent; every byte of it written if the case says so. */
    Batch next(Output out) {
        Batch batch = out.batch(schema);
        FixedSizeBinaryVector vector = (FixedSizeBinaryVector) batch.root().getVector(0);
        if (vector.getValueCapacity() == 0) {
            vector.allocateNew(1);
        }
        vector.setIndexDefined(0);
        if (what.fill()) {
            fill(vector.getDataBuffer());
        }
        return batch.rows(1);
    }

    private void fill(ArrowBuf buffer) {
        value++;
        view.wrap(buffer.memoryAddress(), what.bytes());
        for (int at = 0; at <= what.bytes() - Long.BYTES; at += Long.BYTES) {
            view.putLong(at, value);
        }
    }

    /** Reads every byte if the case says so. */
    void consume(Message message) {
        ArrowBuf buffer = message.batch().getVector(0).getDataBuffer();
        if (what.fill()) {
            long read = 0;
            view.wrap(buffer.memoryAddress(), what.bytes());
            for (int at = 0; at <= what.bytes() - Long.BYTES; at += Long.BYTES) {
                read += view.getLong(at);
            }
            sum += read;
        } else {
            sum += buffer.capacity();
        }
    }

    /** What was read so far; keeps the reads alive. */
    long sum() {
        return sum;
    }
}
