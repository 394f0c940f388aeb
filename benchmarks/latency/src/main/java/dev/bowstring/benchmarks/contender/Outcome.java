package dev.bowstring.benchmarks.contender;

import dev.bowstring.benchmarks.cell.Cell;
import dev.bowstring.benchmarks.cell.Samples;
import dev.bowstring.benchmarks.cell.Shape;
import dev.bowstring.benchmarks.cell.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * What one run has left.
 *
 * @param latency half round trips, or one way times, in nanoseconds
 * @param sent messages; to several receivers, so many times
 * @param delivered messages
 * @param perSecond messages delivered each second once it was warm; 0 if nothing was counted
 */
public record Outcome(Histogram latency, long sent, long delivered, double perSecond) {
    private static final double NS_PER_SECOND = 1e9;

    /** Reads what the processes of a cell have left. */
    public static Outcome read(Cell cell, Scratch scratch) {
        Histogram latency = Samples.histogram();
        return switch (cell.workload()) {
            case PING_PONG -> {
                Samples.addTo(latency, scratch.file("ping.ns"), 2);
                long trips = figure(scratch.file("ping.txt"), "messages");
                yield new Outcome(latency, trips, trips, 0);
            }
            case PACED, SATURATED, SLOW_READER -> oneWay(cell, scratch, latency);
            case START_UP, IDLE -> new Outcome(latency, 1, 1, 0);
        };
    }

    private static Outcome oneWay(Cell cell, Scratch scratch, Histogram latency) {
        int receivers = cell.shape() == Shape.FAN_OUT ? cell.width() : 1;
        long sent = figure(scratch.file("source.txt"), "messages") * receivers;
        long delivered = 0;
        double perSecond = 0;
        for (Path sink : sinks(scratch)) {
            String text = sink.toString();
            Samples.addTo(latency, Path.of(text.replaceAll("txt$", "ns")), 1);
            delivered += figure(sink, "messages");
            long windowNs = figure(sink, "window_ns");
            perSecond += windowNs == 0 ? 0 : figure(sink, "window_messages") * NS_PER_SECOND / windowNs;
        }
        return new Outcome(latency, sent, delivered, cell.workload() == Workload.PACED ? 0 : perSecond);
    }

    private static List<Path> sinks(Scratch scratch) {
        try (Stream<Path> files = Files.list(scratch.directory())) {
            return files.filter(file -> file.getFileName().toString().matches("sink.*\\.txt"))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static long figure(Path file, String key) {
        try (Stream<String> lines = Files.lines(file)) {
            Map<String, String> pairs =
                    lines.map(line -> line.split("=", 2)).collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
            return Long.parseLong(pairs.getOrDefault(key, "0"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static LongBuffer words(Path file) {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(file))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asLongBuffer();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
