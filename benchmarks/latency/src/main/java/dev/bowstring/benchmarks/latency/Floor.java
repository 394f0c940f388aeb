package dev.bowstring.benchmarks.latency;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The least that two JVMs need to pass a turn through one mapped file: a ping-pong over an Agrona buffer. No log, no
 * pins, no doorbells, no Arrow. What a transport adds to this is what it costs.
 *
 * <pre>
 *   0      128    4096      4096 + n
 *   | PING | PONG | payload | payload |
 * </pre>
 */
final class Floor {
    private static final int PING = 0;
    private static final int PONG = PING + Turn.LENGTH;
    private static final int PAYLOAD = 4096;

    private final UnsafeBuffer memory;
    private final Case what;
    private final boolean first;
    private final Turn own;
    private final Turn other;
    private long value = 1;
    private long sum;

    private Floor(UnsafeBuffer memory, Case what, boolean first) {
        this.memory = memory;
        this.what = what;
        this.first = first;
        boolean blocking = what.idle().equals("blocking");
        this.own = new Turn(memory, first ? PING : PONG, blocking);
        this.other = new Turn(memory, first ? PONG : PING, blocking);
    }

    static long fileLength(Case what) {
        return PAYLOAD + 2L * what.bytes();
    }

    /** Arguments: the file, the case, and where ping writes its histogram (pong has none). */
    public static void main(String[] arguments) throws IOException {
        Case what = Case.parse(arguments[1]);
        try (RandomAccessFile file = new RandomAccessFile(arguments[0], "rw")) {
            var map = file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, fileLength(what));
            boolean first = arguments.length > 2;
            Floor floor = new Floor(new UnsafeBuffer(map), what, first);
            if (first) {
                Histograms.write(floor.ping(), Path.of(arguments[2]));
            } else {
                floor.pong();
            }
            BufferUtil.free(map);
        }
    }

    private Histogram ping() {
        Histogram halfRoundTrips = Histograms.empty();
        int rounds = what.warmUp() + what.messages();
        for (int round = 1; round <= rounds; round++) {
            long start = System.nanoTime();
            pass(round);
            await(round);
            if (round > what.warmUp()) {
                halfRoundTrips.recordValue((System.nanoTime() - start) / 2);
            }
        }
        return halfRoundTrips;
    }

    private void pong() {
        int rounds = what.warmUp() + what.messages();
        for (int round = 1; round <= rounds; round++) {
            await(round);
            pass(round);
        }
    }

    private void pass(long round) {
        if (what.fill()) {
            fill();
        }
        own.pass(round);
    }

    private void await(long round) {
        other.await(round);
        if (what.fill()) {
            read();
        }
    }

    private void fill() {
        value++;
        int start = PAYLOAD + (first ? 0 : what.bytes());
        for (int at = 0; at <= what.bytes() - Long.BYTES; at += Long.BYTES) {
            memory.putLong(start + at, value);
        }
    }

    private void read() {
        long read = 0;
        int start = PAYLOAD + (first ? what.bytes() : 0);
        for (int at = 0; at <= what.bytes() - Long.BYTES; at += Long.BYTES) {
            read += memory.getLong(start + at);
        }
        sum += read;
    }

    /** What was read so far; keeps the reads alive. */
    long sum() {
        return sum;
    }
}
