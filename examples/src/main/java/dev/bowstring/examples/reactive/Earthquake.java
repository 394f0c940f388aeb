package dev.bowstring.examples.reactive;

import dev.bowstring.node.Batch;
import dev.bowstring.node.Message;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** One earthquake; as a message one row. */
record Earthquake(Instant time, double magnitude) {
    static final Schema SCHEMA = new Schema(List.of(
            Field.nullable("time_ms", new ArrowType.Int(64, true)),
            Field.nullable("magnitude", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE))));

    /** Takes the values out of a message, and closes it. */
    static Earthquake read(Message message) {
        try (message) {
            return new Earthquake(
                    Instant.ofEpochMilli(
                            message.vector("time_ms", BigIntVector.class).get(0)),
                    message.vector("magnitude", Float8Vector.class).get(0));
        }
    }

    Batch write(Batch batch) {
        batch.vector("time_ms", BigIntVector.class).setSafe(0, time.toEpochMilli());
        batch.vector("magnitude", Float8Vector.class).setSafe(0, magnitude);
        return batch.rows(1);
    }

    LocalDate day() {
        return time.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
