package dev.bowstring.examples.flights;

import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** The columns of the file: minutes of delay, miles, and the hour of departure. */
final class RawFlights {
    static final Schema SCHEMA = new Schema(List.of(
            Field.nullable("delay", new ArrowType.Int(16, true)),
            Field.nullable("distance", new ArrowType.Int(16, true)),
            Field.nullable("time", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))));

    private RawFlights() {}
}
