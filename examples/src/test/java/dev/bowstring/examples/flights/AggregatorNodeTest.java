package dev.bowstring.examples.flights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.node.Metadata;
import dev.bowstring.node.testing.SentMessage;
import dev.bowstring.node.testing.TestInput;
import dev.bowstring.node.testing.TestNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The aggregator over several batches. */
@Timeout(60)
class AggregatorNodeTest {

    @Test
    void shouldSumUpByHourOverSeveralBatches() {
        try (TestNode test =
                TestNode.builder().input("flights").output("by_hour").build()) {
            send(test.input("flights"), 3, List.of(-7, 200, 6, false));
            send(test.input("flights"), 0, List.of(-3, 300, 6, false));
            send(test.input("flights"), 2, List.of(1_444, 4_000, 23, true));
            test.input("flights").close();

            test.run(AggregatorNode::run);

            SentMessage byHour = test.output("by_hour").message();
            assertThat(byHour.values("hour")).containsExactly((byte) 6, (byte) 23);
            assertThat(byHour.values("flights")).containsExactly(2L, 1L);
            assertThat(byHour.values("delay")).containsExactly(-10L, 1_444L);
            assertThat(byHour.values("worst")).containsExactly((short) -3, (short) 1_444);
            assertThat(byHour.values("late")).containsExactly(0L, 1L);
            assertThat(byHour.values("distance")).containsExactly(500L, 4_000L);
            assertThat(byHour.metadata().integer(Flights.LEFT_OUT)).hasValue(5);
        }
    }

    @Test
    void shouldSendNothingWhenItIsStoppedBeforeTheLastFlight() {
        try (TestNode test =
                TestNode.builder().input("flights").output("by_hour").build()) {
            send(test.input("flights"), 0, List.of(-7, 200, 6, false));
            test.stop();

            test.run(AggregatorNode::run);

            assertThat(test.output("by_hour").messages()).isEmpty();
        }
    }

    private static void send(TestInput flights, long leftOut, List<?> flight) {
        flights.send(Flights.ENRICHED, Metadata.of(Flights.LEFT_OUT, leftOut), List.of(flight));
    }
}
