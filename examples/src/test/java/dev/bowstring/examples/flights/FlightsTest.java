package dev.bowstring.examples.flights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the nodes compute, without processes and shared memory. */
class FlightsTest {
    private static final Schema RAW = new Schema(List.of(
            Field.nullable("delay", new ArrowType.Int(16, true)),
            Field.nullable("distance", new ArrowType.Int(16, true)),
            Field.nullable("time", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))));

    private final RootAllocator allocator = new RootAllocator();

    @AfterEach
    void leaveNoMemory() {
        allocator.close();
    }

    @Test
    void shouldCopyTheRowsThatAreLeftNullsAmongThem() {
        Schema schema = new Schema(List.of(Field.nullable("number", new ArrowType.Int(32, true))));
        try (VectorSchemaRoot rows = VectorSchemaRoot.create(schema, allocator);
                VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator)) {
            IntVector numbers = (IntVector) rows.getVector(0);
            numbers.setSafe(1_000, 1);
            numbers.setNull(1_001);
            numbers.setSafe(1_002, 3);
            rows.setRowCount(1_003);

            ReaderNode.copy(rows, 1_000, batch);

            assertThat(values(batch.getVector(0))).containsExactly(1, null, 3);
        }
    }

    @Test
    void shouldLeaveShortHopsOutAndMarkWhatIsOverAnHourLate() {
        try (VectorSchemaRoot flights = VectorSchemaRoot.create(RAW, allocator);
                VectorSchemaRoot enriched = VectorSchemaRoot.create(Flights.ENRICHED, allocator)) {
            flight(flights, 0, 10, 99, 0f);
            flight(flights, 1, 60, 100, 5.99f);
            flight(flights, 2, 61, 2_000, 23.98f);

            int leftOut = EnricherNode.enrich(flights, enriched);

            assertThat(leftOut).isEqualTo(1);
            assertThat(values(enriched.getVector("delay"))).containsExactly((short) 60, (short) 61);
            assertThat(values(enriched.getVector("distance"))).containsExactly((short) 100, (short) 2_000);
            assertThat(values(enriched.getVector("hour"))).containsExactly((byte) 5, (byte) 23);
            assertThat(values(enriched.getVector("late"))).containsExactly(false, true);
        }
    }

    @Test
    void shouldSumUpByHourOverSeveralBatches() {
        HourlyTotals totals = new HourlyTotals();
        try (VectorSchemaRoot enriched = VectorSchemaRoot.create(Flights.ENRICHED, allocator);
                VectorSchemaRoot byHour = VectorSchemaRoot.create(Flights.BY_HOUR, allocator)) {
            add(enriched, totals, -7, 200, 6, false);
            add(enriched, totals, -3, 300, 6, false);
            add(enriched, totals, 1_444, 4_000, 23, true);

            totals.writeTo(byHour);

            assertThat(values(byHour.getVector("hour"))).containsExactly((byte) 6, (byte) 23);
            assertThat(values(byHour.getVector("flights"))).containsExactly(2L, 1L);
            assertThat(values(byHour.getVector("delay"))).containsExactly(-10L, 1_444L);
            assertThat(values(byHour.getVector("worst"))).containsExactly((short) -3, (short) 1_444);
            assertThat(values(byHour.getVector("late"))).containsExactly(0L, 1L);
            assertThat(values(byHour.getVector("distance"))).containsExactly(500L, 4_000L);
            assertThat(Report.of(byHour, 5))
                    .contains(
                            "flights read                 8\n",
                            "left out                     5  under 100 miles\n",
                            "worst delay              1,444  minutes\n",
                            "   6        2      -10   -5.00\n");
        }
    }

    @Test
    void shouldNameTheLineThatDiffers() {
        assertThat(Report.difference("a\nb\n", "a\nb\n")).isEmpty();
        assertThat(Report.difference("a\nb\n", "a\nc\n")).contains("line 2 is `b`, expected `c`");
        assertThat(Report.difference("", "a\n")).contains("line 1 is missing, expected `a`");
        assertThat(Report.difference("a\nb\n", "a\n")).contains("line 2 is `b`, expected nothing");
    }

    private static void flight(VectorSchemaRoot flights, int row, int delay, int distance, float time) {
        ((SmallIntVector) flights.getVector("delay")).setSafe(row, delay);
        ((SmallIntVector) flights.getVector("distance")).setSafe(row, distance);
        ((Float4Vector) flights.getVector("time")).setSafe(row, time);
        flights.setRowCount(row + 1);
    }

    private static void add(
            VectorSchemaRoot enriched, HourlyTotals totals, int delay, int distance, int hour, boolean late) {
        ((SmallIntVector) enriched.getVector("delay")).setSafe(0, delay);
        ((SmallIntVector) enriched.getVector("distance")).setSafe(0, distance);
        ((TinyIntVector) enriched.getVector("hour")).setSafe(0, hour);
        ((BitVector) enriched.getVector("late")).setSafe(0, late ? 1 : 0);
        enriched.setRowCount(1);
        totals.add(enriched);
    }

    private static List<Object> values(FieldVector vector) {
        List<Object> values = new java.util.ArrayList<>();
        for (int row = 0; row < vector.getValueCount(); row++) {
            values.add(vector.getObject(row));
        }
        return values;
    }
}
