package dev.bowstring.benchmarks.cell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.HdrHistogram.Histogram;

/** Times in nanoseconds, in the order in which they were taken; a file of them is 64-bit little-endian words. */
public final class Samples {
    /** A minute; what takes longer counts as this. */
    private static final long MAX_NS = 60_000_000_000L;

    private static final int DIGITS = 3;

    /** All of it is touched beforehand: a fresh page costs more than a message. */
    private long[] values;

    private int count;

    /** Room for so many without growing. */
    public Samples(int expected) {
        values = new long[expected];
        Arrays.fill(values, 1);
    }

    /** Adds one. */
    public void add(long ns) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count + 1);
        }
        values[count++] = ns;
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    void write(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values, 0, count);
        Files.write(file, bytes.array());
    }

    /** All of a file, each divided by {@code divisor}, added to a histogram. */
    public static void addTo(Histogram histogram, Path file, int divisor) {
        try {
            LongBuffer all = ByteBuffer.wrap(Files.readAllBytes(file))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asLongBuffer();
            while (all.hasRemaining()) {
                histogram.recordValue(Math.max(1, Math.min(all.get() / divisor, MAX_NS)));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** An empty histogram that fits. */
    public static Histogram histogram() {
        return new Histogram(MAX_NS, DIGITS);
    }
}
