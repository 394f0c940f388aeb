package dev.bowstring.benchmarks.latency;

import dev.bowstring.transport.doorbell.Doorbell;
import dev.bowstring.transport.doorbell.Futex;
import dev.bowstring.transport.doorbell.IdleStrategy;
import dev.bowstring.transport.doorbell.Sleep;
import dev.bowstring.transport.doorbell.WaitingFor;
import dev.bowstring.transport.segment.Fence;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The least that two JVMs need to pass a turn through one mapped file: a counter each, and a futex when blocking. No log,
 * no pins, no Arrow. What a transport adds to this is what it costs.
 *
 * <pre>
 *   0      128    256         4096 + 256   8192 + 256   8192 + 256 + n
 *   | PING | PONG | bell page | bell page  | payload    | payload      |
 * </pre>
 */
final class Floor {
    private static final int PING = 0;
    private static final int PONG = 128;
    private static final int PAGE = 4096;
    private static final int BELLS = 4096;
    private static final int PAYLOAD = 3 * 4096;

    private final UnsafeBuffer memory;
    private final Case what;
    private final boolean first;
    private final Doorbell other;
    private final Sleep sleep;
    private long value = 1;
    private long sum;

    private Floor(UnsafeBuffer memory, Case what, boolean first) {
        this.memory = memory;
        this.what = what;
        this.first = first;
        this.other = doorbell(first ? 1 : 0);
        this.sleep = new Sleep(
                doorbell(first ? 0 : 1),
                WaitingFor.INPUT,
                Fence.HARDWARE,
                IdleStrategy.valueOf(what.idle().toUpperCase(Locale.ROOT)));
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

    private Doorbell doorbell(int index) {
        return new Doorbell(new UnsafeBuffer(memory, BELLS + index * PAGE, PAGE), Futex.system());
    }

    private Histogram ping() {
        Histogram halfRoundTrips = Histograms.empty();
        int rounds = what.warmUp() + what.messages();
        for (int round = 1; round <= rounds; round++) {
            long start = System.nanoTime();
            pass(PING, round);
            await(PONG, round);
            if (round > what.warmUp()) {
                halfRoundTrips.recordValue((System.nanoTime() - start) / 2);
            }
        }
        return halfRoundTrips;
    }

    private void pong() {
        int rounds = what.warmUp() + what.messages();
        for (int round = 1; round <= rounds; round++) {
            await(PING, round);
            pass(PONG, round);
        }
    }

    private void pass(int word, long round) {
        if (what.fill()) {
            fill();
        }
        memory.putLongRelease(word, round);
        Fence.HARDWARE.full();
        other.ringIfWaitingForInput();
    }

    private void await(int word, long round) {
        BooleanSupplier arrived = () -> memory.getLongAcquire(word) >= round;
        while (!sleep.await(arrived, Long.MAX_VALUE)) {
            Thread.onSpinWait();
        }
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
