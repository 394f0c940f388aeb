package dev.bowstring.examples.flights;

import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** The schemas that the nodes agree on. */
final class Flights {
    /** delay in minutes, distance in miles, time in hours of the day. */
    static final Schema RAW = new Schema(List.of(
            Field.nullable("delay", new ArrowType.Int(16, true)),
            Field.nullable("distance", new ArrowType.Int(16, true)),
            Field.nullable("time", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))));

    /** The same flights with the hour they left in and whether they were over an hour late. */
    static final Schema ENRICHED = new Schema(List.of(
            Field.nullable("delay", new ArrowType.Int(16, true)),
            Field.nullable("distance", new ArrowType.Int(16, true)),
            Field.nullable("hour", new ArrowType.Int(8, true)),
            Field.nullable("late", new ArrowType.Bool())));

    /** One row: the whole report as text. */
    static final Schema REPORT = new Schema(List.of(Field.nullable("text", new ArrowType.Utf8())));

    private Flights() {}
}
