package dev.bowstring.examples.flights;

import dev.bowstring.node.Batch;
import dev.bowstring.node.Event;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;

/** Sums flights up by hour of day, and sends the sums when its input has closed. */
public final class AggregatorNode {
    private AggregatorNode() {}

    /** No arguments. */
    public static void main(String[] arguments) {
        try (Node node = Node.connect()) {
            run(node);
        }
    }

    static void run(Node node) {
        HourlyTotals totals = new HourlyTotals();
        long leftOut = 0;
        Output byHour = node.output("by_hour");
        for (Event event : node.events()) {
            if (event instanceof Message flights) {
                totals.add(flights.batch());
                leftOut += flights.metadata().integer(Flights.LEFT_OUT).orElseThrow();
            } else if (event instanceof InputClosed end && end.isFinal()) { // comes after the last flight
                Batch batch = byHour.batch(Flights.BY_HOUR);
                totals.writeTo(batch.root());
                byHour.send(batch, Metadata.of(Flights.LEFT_OUT, leftOut));
            }
        }
    }
}
