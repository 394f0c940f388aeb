package dev.bowstring.node;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A node that does what nodes do, so that the runtime can archive the classes this takes: later nodes start in less than
 * half the time. It reads its own output {@code out} through its input {@code in}, and has a timer {@code tick}.
 */
final class ClassDataTraining {
    private static final int MESSAGES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30); // at low priority, on a busy machine
    private static final Schema SCHEMA = new Schema(List.of(
            Field.nullable("number", new ArrowType.Int(32, true)),
            Field.nullable("long", new ArrowType.Int(64, true)),
            Field.nullable("double", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
            Field.nullable("text", new ArrowType.Utf8())));

    private ClassDataTraining() {}

    public static void main(String[] args) {
        try (Node node = Node.connect();
                Output out = node.output("out")) {
            int received = 0;
            while (received < MESSAGES) {
                Event event = node.next(PATIENCE).orElseThrow();
                if (event instanceof Tick) {
                    sendBatch(out);
                } else if (event instanceof Message message) {
                    received++;
                    read(message);
                    sendVector(out);
                } else {
                    throw new IllegalStateException("training: event=" + event);
                }
            }
        }
    }

    private static void sendBatch(Output out) {
        try (Batch batch = out.batch(SCHEMA)) {
            batch.vector("number", IntVector.class).setSafe(0, 1);
            batch.vector("long", BigIntVector.class).setSafe(0, 2);
            batch.vector("double", Float8Vector.class).setSafe(0, 3);
            batch.vector("text", VarCharVector.class).setSafe(0, "four".getBytes(StandardCharsets.UTF_8));
            out.send(batch.rows(1), Metadata.of("key", "value"));
        }
    }

    private static void sendVector(Output out) {
        try (BigIntVector vector = new BigIntVector("value", out.allocator())) {
            vector.setSafe(0, 1);
            vector.setValueCount(1);
            out.send(vector);
        }
    }

    private static void read(Message message) {
        message.batch().getFieldVectors().forEach(vector -> vector.getObject(0));
        message.metadata().string("key");
    }
}
