package dev.bowstring.benchmarks.jmh;

import dev.bowstring.benchmarks.link.LocalOutput;
import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.log.OutputLog;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Memory of an output: a block is found and given back, alone or with others in use. */
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
public class ArenaBenchmark {
    private static final int OTHERS = 6;

    /** The size of the block. */
    @Param({"64", "4096", "65536", "1048576", "4194304"})
    public int bytes = 64;

    private LocalOutput output = null;
    private OutputLog log = null;
    private final ArrayDeque<Block> live = new ArrayDeque<>();

    /** Creates the output; some blocks of the size are in use. */
    @Setup
    public void open() {
        output = new LocalOutput(1, false, 10);
        log = output.log();
        for (int i = 0; i < OTHERS; i++) {
            live.add(reserve());
        }
    }

    /** Unmaps and deletes. */
    @TearDown
    public void close() {
        live.forEach(log::giveBack);
        live.clear();
        output.close();
    }

    private Block reserve() {
        return Objects.requireNonNull(log.reserve(bytes));
    }

    /** The block that was given back last is found again. */
    @Benchmark
    public long reserveAndGiveBack() {
        Block block = reserve();
        log.giveBack(block);
        return block.address();
    }

    /** Blocks go in the order in which they came, as those of messages do. */
    @Benchmark
    public long reserveNewestGiveBackOldest() {
        live.addLast(reserve());
        Block oldest = live.removeFirst();
        log.giveBack(oldest);
        return oldest.address();
    }
}
