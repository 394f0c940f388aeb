package dev.bowstring.examples.flights;

import dev.bowstring.node.Batch;
import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Leaves short hops out, and adds the hour of departure and whether a flight was over an hour late. */
public final class EnricherNode {
    private static final int SHORTEST_MILES = 100;
    private static final int LATE_MINUTES = 60;

    private EnricherNode() {}

    /** No arguments. */
    public static void main(String[] arguments) {
        try (Node node = Node.connect()) {
            run(node);
        }
    }

    static void run(Node node) {
        Output enriched = node.output("enriched");
        for (Event event : node.events()) {
            if (event instanceof Message flights) {
                Batch batch = enriched.batch(Flights.ENRICHED);
                int leftOut = enrich(flights.batch(), batch.root());
                if (!enriched.send(batch, Metadata.of(Flights.LEFT_OUT, leftOut))
                        .sent()) {
                    return;
                }
            }
        }
    }

    /** Reads one batch where it lies and writes the other where it will be read; returns how many rows it left out. */
    private static int enrich(VectorSchemaRoot flights, VectorSchemaRoot enriched) {
        SmallIntVector delays = (SmallIntVector) flights.getVector("delay");
        SmallIntVector distances = (SmallIntVector) flights.getVector("distance");
        Float4Vector times = (Float4Vector) flights.getVector("time");
        SmallIntVector delay = (SmallIntVector) enriched.getVector("delay");
        SmallIntVector distance = (SmallIntVector) enriched.getVector("distance");
        TinyIntVector hour = (TinyIntVector) enriched.getVector("hour");
        BitVector late = (BitVector) enriched.getVector("late");
        int kept = 0;
        for (int row = 0; row < flights.getRowCount(); row++) {
            if (distances.get(row) >= SHORTEST_MILES) {
                delay.setSafe(kept, delays.get(row));
                distance.setSafe(kept, distances.get(row));
                hour.setSafe(kept, (int) times.get(row));
                late.setSafe(kept, delays.get(row) > LATE_MINUTES ? 1 : 0);
                kept++;
            }
        }
        enriched.setRowCount(kept);
        return flights.getRowCount() - kept;
    }
}
