package dev.bowstring.examples.flights;

import dev.bowstring.node.Batch;
import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import dev.bowstring.node.SendResult;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TinyIntVector;

/** Drops flights of less than 100 miles, and adds the hour of departure and whether a flight was over an hour late. */
public final class EnricherNode {
    private static final int LATE_MINUTES = 60;
    private static final int LEAST_MILES = 100;

    private EnricherNode() {}

    /** No arguments. */
    public static void main(String[] arguments) {
        try (Node node = Node.connect()) {
            Output enriched = node.output("enriched");
            for (Event event : node.events()) {
                if (event instanceof Message flights
                        && enriched.send(enrich(flights, enriched.batch(Flights.ENRICHED))) != SendResult.SENT) {
                    return; // asked to stop
                }
            }
        }
    }

    private static Batch enrich(Message flights, Batch batch) {
        SmallIntVector delays = flights.vector("delay", SmallIntVector.class);
        SmallIntVector distances = flights.vector("distance", SmallIntVector.class);
        Float4Vector times = flights.vector("time", Float4Vector.class);
        SmallIntVector delay = batch.vector("delay", SmallIntVector.class);
        SmallIntVector distance = batch.vector("distance", SmallIntVector.class);
        TinyIntVector hour = batch.vector("hour", TinyIntVector.class);
        BitVector late = batch.vector("late", BitVector.class);
        int kept = 0;
        for (int row = 0; row < delays.getValueCount(); row++) {
            if (distances.get(row) >= LEAST_MILES) {
                delay.copyFromSafe(row, kept, delays);
                distance.copyFromSafe(row, kept, distances);
                hour.setSafe(kept, Report.hour(times.get(row)));
                late.setSafe(kept, delays.get(row) > LATE_MINUTES ? 1 : 0);
                kept++;
            }
        }
        return batch.rows(kept);
    }
}
