package dev.bowstring.examples.flights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.junit.jupiter.api.Test;

/** The expected report is what the file says, computed without any code of the nodes. */
class ExpectedReportTest {
    private static final int COLUMN = 12;

    private record Flight(int delay, int distance, double time) {}

    @Test
    void shouldBeWhatTheFileSays() throws IOException {
        List<Flight> all = flights();
        List<Flight> kept =
                all.stream().filter(flight -> flight.distance() >= 100).toList();
        List<String> lines = new ArrayList<>(List.of(
                "flights read      " + padded(all.size()),
                "left out          " + padded(all.size() - kept.size()) + "  under 100 miles",
                "reported          " + padded(kept.size()),
                "total delay       " + padded(sum(kept, Flight::delay)) + "  minutes",
                "worst delay       "
                        + padded(kept.stream().mapToInt(Flight::delay).max().orElseThrow()) + "  minutes",
                "over an hour late "
                        + padded(kept.stream()
                                .filter(flight -> flight.delay() > 60)
                                .count()),
                "total distance    " + padded(sum(kept, Flight::distance)) + "  miles",
                "",
                "hour  flights    delay    mean"));
        Map<Integer, List<Flight>> byHour = kept.stream()
                .collect(Collectors.groupingBy(
                        flight -> (int) Math.floor(flight.time()), TreeMap::new, Collectors.toList()));
        byHour.forEach((hour, flights) -> lines.add(line(hour, flights)));

        assertThat(Files.readAllLines(Path.of("flights/expected-report.txt"))).isEqualTo(lines);
    }

    private static String line(int hour, List<Flight> flights) {
        long delay = sum(flights, Flight::delay);
        BigDecimal mean = BigDecimal.valueOf(delay).divide(BigDecimal.valueOf(flights.size()), 2, RoundingMode.HALF_UP);
        return "%4d  %,7d  %,7d  %6s".formatted(hour, flights.size(), delay, mean);
    }

    private static long sum(List<Flight> flights, ToIntFunction<Flight> value) {
        return flights.stream().mapToInt(value).asLongStream().sum();
    }

    private static String padded(long number) {
        String digits = "%,d".formatted(number);
        return " ".repeat(COLUMN - digits.length()) + digits;
    }

    private static List<Flight> flights() throws IOException {
        List<Flight> flights = new ArrayList<>();
        try (RootAllocator allocator = new RootAllocator();
                SeekableByteChannel file = Files.newByteChannel(Path.of("flights/data/flights-200k.arrow"));
                ArrowFileReader reader = new ArrowFileReader(file, allocator)) {
            VectorSchemaRoot rows = reader.getVectorSchemaRoot();
            while (reader.loadNextBatch()) {
                for (int row = 0; row < rows.getRowCount(); row++) {
                    flights.add(new Flight(
                            number(rows, "delay", row).intValue(),
                            number(rows, "distance", row).intValue(),
                            number(rows, "time", row).doubleValue()));
                }
            }
        }
        return flights;
    }

    private static Number number(VectorSchemaRoot rows, String column, int row) {
        return (Number) rows.getVector(column).getObject(row);
    }
}
