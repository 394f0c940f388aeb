package dev.bowstring.examples.async;

import dev.bowstring.node.Batch;
import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import dev.bowstring.node.SendResult;
import dev.bowstring.node.flow.NodeFlow;
import dev.bowstring.node.flow.Order;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Looks up the emissions of flights, 64 batches at a time, and sends them in the order of the flights. */
public final class EmissionsNode {
    static final String KILOGRAMS = "kilograms";

    /** Attached to messages: the number of the batch of flights, and how many lookups were open at a time so far. */
    static final String BATCH = "batch";

    static final String MOST_OPEN = "most_open";

    private static final int IN_FLIGHT = 64;
    private static final Schema SCHEMA = new Schema(List.of(Field.nullable(KILOGRAMS, new ArrowType.Int(64, true))));

    private final EmissionsService service = new EmissionsService();
    private final Output output;

    private EmissionsNode(Output output) {
        this.output = output;
    }

    /** What was looked up for one batch. */
    private record Emissions(long batch, List<Long> kilograms) {}

    /** No arguments. */
    public static void main(String[] arguments) {
        try (Node node = Node.connect()) {
            EmissionsNode emissions = new EmissionsNode(node.output("emissions"));
            NodeFlow.of(node)
                    .mapAsync("flights", IN_FLIGHT, Order.ORDERED, emissions::lookUp)
                    .forEach(emissions::send)
                    .toCompletableFuture()
                    .join(); // until the flights have ended
        }
    }

    private CompletionStage<Emissions> lookUp(Message flights) {
        long batch = flights.sequence();
        return service.lookUp(flights.vector("distance", SmallIntVector.class))
                .thenApply(kilograms -> new Emissions(batch, kilograms));
    }

    private CompletionStage<SendResult> send(Emissions emissions) {
        Batch batch = output.batch(SCHEMA);
        BigIntVector column = batch.vector(KILOGRAMS, BigIntVector.class);
        for (int row = 0; row < emissions.kilograms.size(); row++) {
            column.setSafe(row, emissions.kilograms.get(row));
        }
        Metadata metadata = Metadata.builder()
                .put(BATCH, emissions.batch)
                .put(MOST_OPEN, service.mostOpen())
                .build();
        return output.sendAsync(batch.rows(emissions.kilograms.size()), metadata);
    }
}
