package dev.bowstring.examples.flights;

import dev.bowstring.node.Batch;
import dev.bowstring.node.Event;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;

/** Sums all flights up, and sends the report when its input has closed. */
public final class AggregatorNode {
    private AggregatorNode() {}

    /** No arguments. */
    public static void main(String[] arguments) {
        Report report = new Report();
        try (Node node = Node.connect()) {
            Output out = node.output("report");
            for (Event event : node.events()) {
                if (event instanceof Message flights) {
                    add(flights, report);
                } else if (event instanceof InputClosed) {
                    Batch batch = out.batch(Flights.REPORT);
                    byte[] text = report.text().getBytes(StandardCharsets.UTF_8);
                    batch.vector("text", VarCharVector.class).setSafe(0, text);
                    out.send(batch.rows(1));
                }
            }
        }
    }

    private static void add(Message flights, Report report) {
        SmallIntVector delay = flights.vector("delay", SmallIntVector.class);
        SmallIntVector distance = flights.vector("distance", SmallIntVector.class);
        TinyIntVector hour = flights.vector("hour", TinyIntVector.class);
        BitVector late = flights.vector("late", BitVector.class);
        for (int row = 0; row < delay.getValueCount(); row++) {
            report.add(delay.get(row), distance.get(row), hour.get(row), late.get(row) == 1);
        }
    }
}
