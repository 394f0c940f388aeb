package dev.bowstring.benchmarks.latency;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** Histograms of nanoseconds, carried from process to process in files. */
final class Histograms {
    /** Ten seconds; what takes longer counts as this. */
    static final long MAX_NS = 10_000_000_000L;

    private static final int DIGITS = 3;

    private Histograms() {}

    static Histogram empty() {
        return new Histogram(MAX_NS, DIGITS);
    }

    static void write(Histogram histogram, Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(bytes);
        Files.write(file, Arrays.copyOf(bytes.array(), length));
    }

    static Histogram read(Path file) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(Files.readAllBytes(file)), MAX_NS);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (DataFormatException damaged) {
            throw new IllegalStateException("not a histogram: file=" + file, damaged);
        }
    }
}
