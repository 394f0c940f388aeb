package dev.bowstring.benchmarks.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** The whole distribution of each measurement, an interval a run, as HdrHistogram's tools read it. */
public final class HistogramLogs {
    private HistogramLogs() {}

    /** Adds the run of a measurement that is its {@code number}th, from 0; with the first the file begins anew. */
    public static void append(Path directory, String id, String contender, int number, Histogram run) {
        try {
            Path folder = Files.createDirectories(directory.resolve("histograms"));
            String name = id + "." + contender.replaceAll("[^A-Za-z0-9]+", "-") + ".hlog";
            OpenOption how = number == 0 ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND;
            try (OutputStream file = Files.newOutputStream(
                    folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
                HistogramLogWriter log = new HistogramLogWriter(file);
                if (number == 0) {
                    log.outputComment("nanoseconds; " + id + ", " + contender);
                    log.outputLogFormatVersion();
                    log.outputLegend();
                }
                log.outputIntervalHistogram(number, number + 1.0, run, 1); // in the order of the runs
                log.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
