package dev.bowstring.benchmarks.jmh;

import dev.bowstring.transport.counters.CountersFile;
import dev.bowstring.transport.counters.LatencyHistogram;
import dev.bowstring.transport.counters.OutputCounter;
import dev.bowstring.transport.counters.OutputCounters;
import dev.bowstring.transport.layout.LatencyLayout;
import dev.bowstring.transport.segment.Segment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to count, and to record how long a message took. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-XX:+UseSerialGC"
        })
public class CountersBenchmark {
    private Path directory = Path.of("");
    private Segment segment = null;
    private OutputCounters counters = null;
    private final LatencyHistogram latency =
            new LatencyHistogram(new UnsafeBuffer(ByteBuffer.allocateDirect(LatencyLayout.FILE_LENGTH)));
    private long ns = 1;

    /** Creates the file of a run with one output. */
    @Setup
    public void open() {
        try {
            directory = Files.createTempDirectory(Path.of("/dev/shm"), "jmh");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        segment = Segment.create(directory.resolve("counters"), CountersFile.header(1, "jmh"));
        counters = new CountersFile(segment).output(0);
    }

    /** Unmaps and deletes. */
    @TearDown
    public void close() {
        segment.close();
        try {
            Files.delete(directory.resolve("counters"));
            Files.delete(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** From any thread. */
    @Benchmark
    public void add() {
        counters.add(OutputCounter.COPIES, 1);
    }

    /** Under the output's lock. */
    @Benchmark
    public void addUnderLock() {
        counters.addUnderLock(OutputCounter.COPIES, 1);
    }

    /** One time, into the histogram of an edge. */
    @Benchmark
    public void recordLatency() {
        ns = ns * 3 & 0xfffff | 1;
        latency.record(ns);
    }

    /** Beside them: one look at the clock. */
    @Benchmark
    public long clock() {
        return System.nanoTime();
    }
}
