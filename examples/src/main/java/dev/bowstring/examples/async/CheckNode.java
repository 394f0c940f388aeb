package dev.bowstring.examples.async;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import org.apache.arrow.vector.BigIntVector;

/** Sums up emissions, and fails if a batch is missing or out of order, or the sum is not the expected one. */
public final class CheckNode {
    private long batches;
    private long flights;
    private long kilograms;
    private long mostOpen;

    private CheckNode() {}

    /** Arguments: how many flights there are, and how many kilograms. */
    public static void main(String[] arguments) {
        CheckNode check = new CheckNode();
        try (Node node = Node.connect()) {
            for (Event event : node.events()) {
                if (event instanceof Message emissions) {
                    check.add(emissions);
                }
            }
            check.expect("flights", check.flights, Long.parseLong(arguments[0]));
            check.expect("kilograms", check.kilograms, Long.parseLong(arguments[1]));
        } catch (IllegalStateException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(1); // the run fails as well
        }
        System.out.printf(
                "%,d flights in order: %,d kg of CO2; up to %d batches were looked up at a time%n",
                check.flights, check.kilograms, check.mostOpen);
    }

    private void add(Message emissions) {
        expect(
                "number of the batch",
                emissions.metadata().integer(EmissionsNode.BATCH).orElseThrow(),
                batches);
        batches++;
        mostOpen = emissions.metadata().integer(EmissionsNode.MOST_OPEN).orElseThrow();
        BigIntVector column = emissions.vector(EmissionsNode.KILOGRAMS, BigIntVector.class);
        flights += column.getValueCount();
        for (int row = 0; row < column.getValueCount(); row++) {
            kilograms += column.get(row);
        }
    }

    private void expect(String what, long value, long expected) {
        if (value != expected) {
            throw new IllegalStateException("the " + what + " is " + value + ", expected " + expected);
        }
    }
}
