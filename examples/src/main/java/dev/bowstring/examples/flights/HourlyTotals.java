package dev.bowstring.examples.flights;

import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Sums over flights for each hour of the day. */
final class HourlyTotals {
    private final long[] flights = new long[Flights.HOURS_OF_DAY];
    private final long[] delay = new long[Flights.HOURS_OF_DAY];
    private final int[] worst = new int[Flights.HOURS_OF_DAY];
    private final long[] late = new long[Flights.HOURS_OF_DAY];
    private final long[] distance = new long[Flights.HOURS_OF_DAY];

    /** Adds a batch of {@link Flights#ENRICHED}. */
    void add(VectorSchemaRoot enriched) {
        SmallIntVector delays = (SmallIntVector) enriched.getVector("delay");
        SmallIntVector distances = (SmallIntVector) enriched.getVector("distance");
        TinyIntVector hours = (TinyIntVector) enriched.getVector("hour");
        BitVector lates = (BitVector) enriched.getVector("late");
        for (int row = 0; row < enriched.getRowCount(); row++) {
            int hour = hours.get(row);
            int minutes = delays.get(row);
            worst[hour] = flights[hour] == 0 ? minutes : Math.max(worst[hour], minutes);
            flights[hour]++;
            delay[hour] += minutes;
            late[hour] += lates.get(row);
            distance[hour] += distances.get(row);
        }
    }

    /** Fills a batch of {@link Flights#BY_HOUR}. */
    void writeTo(VectorSchemaRoot byHour) {
        int row = 0;
        for (int hour = 0; hour < Flights.HOURS_OF_DAY; hour++) {
            if (flights[hour] > 0) {
                ((TinyIntVector) byHour.getVector("hour")).setSafe(row, hour);
                ((BigIntVector) byHour.getVector("flights")).setSafe(row, flights[hour]);
                ((BigIntVector) byHour.getVector("delay")).setSafe(row, delay[hour]);
                ((SmallIntVector) byHour.getVector("worst")).setSafe(row, worst[hour]);
                ((BigIntVector) byHour.getVector("late")).setSafe(row, late[hour]);
                ((BigIntVector) byHour.getVector("distance")).setSafe(row, distance[hour]);
                row++;
            }
        }
        byHour.setRowCount(row);
    }
}
