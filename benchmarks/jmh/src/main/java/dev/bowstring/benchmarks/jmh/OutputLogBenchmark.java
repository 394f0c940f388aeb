package dev.bowstring.benchmarks.jmh;

import dev.bowstring.benchmarks.link.LocalOutput;
import dev.bowstring.benchmarks.link.PayloadPool;
import dev.bowstring.transport.log.OutputLog;
import dev.bowstring.transport.log.Taken;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What one message costs on the descriptor path: the payload stays where it is, nobody sleeps. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED", "-XX:+UseSerialGC"})
public class OutputLogBenchmark {
    private static final int BURST = 16;

    /** How many readers the output has; only the first one reads. */
    @Param({"1", "4", "16", "64"})
    public int readers = 1;

    private LocalOutput output = null;
    private OutputLog log = null;
    private PayloadPool payloads = null;
    private final Taken taken = new Taken();

    /** Creates the output and enough payloads for all that the readers may hold. */
    @Setup
    public void open() {
        output = new LocalOutput(readers, false, 2 * BURST);
        log = output.log();
        payloads = new PayloadPool(log, 256, 64);
    }

    /** Unmaps and deletes. */
    @TearDown
    public void close() {
        output.close();
    }

    /** Commits a message; what the readers are too slow for is retired on the way. */
    @Benchmark
    public long publish() {
        log.publish(payloads.next());
        return log.tail();
    }

    /** A message of a burst: they are committed together. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long publishBurst() {
        log.burst(BURST);
        for (int i = 0; i < BURST; i++) {
            log.publish(payloads.next());
        }
        return log.tail();
    }

    /** Commits a message, takes it and lets it go. */
    @Benchmark
    public long publishReceiveRelease() {
        log.publish(payloads.next());
        output.input(0).poll(taken);
        output.input(0).received();
        output.input(0).release(taken.pin());
        return taken.sequence();
    }
}
