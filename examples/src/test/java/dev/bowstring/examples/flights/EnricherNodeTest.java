package dev.bowstring.examples.flights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.node.testing.SentMessage;
import dev.bowstring.node.testing.TestNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The enricher between an input and an output of the test's own. */
@Timeout(60)
class EnricherNodeTest {
    private static final List<List<?>> FLIGHTS =
            List.of(List.of(10, 99, 0f), List.of(60, 100, 5.99f), List.of(61, 2_000, 23.98f));

    @Test
    void shouldLeaveShortHopsOutAndMarkWhatIsOverAnHourLate() {
        try (TestNode test = enricher()) {
            test.input("flights").send(RawFlights.SCHEMA, FLIGHTS).close();

            test.run(EnricherNode::run);

            SentMessage enriched = test.output("enriched").message();
            assertThat(enriched.values("delay")).containsExactly((short) 60, (short) 61);
            assertThat(enriched.values("distance")).containsExactly((short) 100, (short) 2_000);
            assertThat(enriched.values("hour")).containsExactly((byte) 5, (byte) 23);
            assertThat(enriched.values("late")).containsExactly(false, true);
            assertThat(enriched.metadata().integer(Flights.LEFT_OUT)).hasValue(1);
        }
    }

    @Test
    void shouldWaitForTheAggregatorAndLoseNothing() {
        try (TestNode test = enricher()) {
            test.output("enriched").full();
            test.input("flights").send(RawFlights.SCHEMA, FLIGHTS).send(RawFlights.SCHEMA, FLIGHTS);
            test.output("enriched").writable(); // once the node waits for it
            test.input("flights").close();

            test.run(EnricherNode::run);

            assertThat(test.output("enriched").messages()).hasSize(2);
        }
    }

    @Test
    void shouldReturnWhenItIsStoppedWhileItWaits() {
        try (TestNode test = enricher()) {
            test.output("enriched").full();
            test.input("flights").send(RawFlights.SCHEMA, FLIGHTS);
            test.stop();

            test.runMain(EnricherNode::main); // Node.connect() connects to the test

            assertThat(test.output("enriched").messages()).isEmpty();
        }
    }

    private static TestNode enricher() {
        return TestNode.builder().input("flights").output("enriched").build();
    }
}
