package dev.bowstring.examples.flights;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The report as text. */
final class Report {
    private final StringBuilder text = new StringBuilder();

    private Report() {}

    /** The report of a batch of {@link Flights#BY_HOUR}. */
    static String of(VectorSchemaRoot byHour, long leftOut) {
        Report report = new Report();
        report.totals(byHour, leftOut);
        report.hours(byHour);
        return report.text.toString();
    }

    private void totals(VectorSchemaRoot byHour, long leftOut) {
        long flights = sum(byHour, "flights");
        line("flights read      %,12d", flights + leftOut);
        line("left out          %,12d  under 100 miles", leftOut);
        line("reported          %,12d", flights);
        line("total delay       %,12d  minutes", sum(byHour, "delay"));
        line("worst delay       %,12d  minutes", worst(byHour));
        line("over an hour late %,12d", sum(byHour, "late"));
        line("total distance    %,12d  miles", sum(byHour, "distance"));
    }

    private void hours(VectorSchemaRoot byHour) {
        line("");
        line("hour  flights    delay    mean");
        TinyIntVector hours = (TinyIntVector) byHour.getVector("hour");
        BigIntVector flights = (BigIntVector) byHour.getVector("flights");
        BigIntVector delays = (BigIntVector) byHour.getVector("delay");
        for (int row = 0; row < byHour.getRowCount(); row++) {
            double mean = (double) delays.get(row) / flights.get(row);
            line("%4d  %,7d  %,7d  %6.2f", hours.get(row), flights.get(row), delays.get(row), mean);
        }
    }

    private static long sum(VectorSchemaRoot byHour, String column) {
        BigIntVector values = (BigIntVector) byHour.getVector(column);
        long sum = 0;
        for (int row = 0; row < byHour.getRowCount(); row++) {
            sum += values.get(row);
        }
        return sum;
    }

    private static int worst(VectorSchemaRoot byHour) {
        SmallIntVector values = (SmallIntVector) byHour.getVector("worst");
        int worst = Short.MIN_VALUE;
        for (int row = 0; row < byHour.getRowCount(); row++) {
            worst = Math.max(worst, values.get(row));
        }
        return worst;
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** Names the first line in which a report is not the expected one. */
    static Optional<String> difference(String report, String expected) {
        List<String> lines = report.lines().toList();
        List<String> expectedLines = expected.lines().toList();
        for (int i = 0; i < Math.max(lines.size(), expectedLines.size()); i++) {
            String line = i < lines.size() ? "`" + lines.get(i) + "`" : "missing";
            String expectedLine = i < expectedLines.size() ? "`" + expectedLines.get(i) + "`" : "nothing";
            if (!line.equals(expectedLine)) {
                return Optional.of("line " + (i + 1) + " is " + line + ", expected " + expectedLine);
            }
        }
        return Optional.empty();
    }
}
