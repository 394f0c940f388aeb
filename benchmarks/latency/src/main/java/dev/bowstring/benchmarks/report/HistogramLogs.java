package dev.bowstring.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** The whole distribution of each measurement, an interval a run, as HdrHistogram's tools read it. */
public final class HistogramLogs {
    private HistogramLogs() {}

    /** Writes the runs of one measurement. */
    public static void write(Path directory, String id, String contender, List<Histogram> runs) {
        try {
            Path folder = Files.createDirectories(directory.resolve("histograms"));
            String name = id + "." + contender.replaceAll("[^A-Za-z0-9]+", "-") + ".hlog";
            HistogramLogWriter log = new HistogramLogWriter(folder.resolve(name).toFile());
            log.outputComment("nanoseconds; " + id + ", " + contender);
            log.outputLogFormatVersion();
            log.outputLegend();
            double second = 0;
            for (Histogram run : runs) {
                log.outputIntervalHistogram(second, ++second, run, 1); // in the order of the runs
            }
            log.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
