package dev.bowstring.examples.flights;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** What the nodes agree on: the columns they send each other, and the name of what is attached to them. */
final class Flights {
    static final int HOURS_OF_DAY = 24;

    /** Attached to messages: how many flights are missing in them because they were left out on purpose. */
    static final String LEFT_OUT = "left_out";

    private static final ArrowType INT8 = new ArrowType.Int(8, true);
    private static final ArrowType INT16 = new ArrowType.Int(16, true);
    private static final ArrowType INT64 = new ArrowType.Int(64, true);

    /** A row for each flight: minutes of delay, miles, hour of departure, and whether it was over an hour late. */
    static final Schema ENRICHED = new Schema(List.of(
            Field.nullable("delay", INT16),
            Field.nullable("distance", INT16),
            Field.nullable("hour", INT8),
            Field.nullable("late", new ArrowType.Bool())));

    /** A row for each hour of the day that had flights: sums over them, and the worst delay. */
    static final Schema BY_HOUR = new Schema(List.of(
            Field.nullable("hour", INT8),
            Field.nullable("flights", INT64),
            Field.nullable("delay", INT64),
            Field.nullable("worst", INT16),
            Field.nullable("late", INT64),
            Field.nullable("distance", INT64)));

    private Flights() {}
}
