package dev.bowstring.benchmarks.jmh;

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

/**
 * Half a round trip between two spinning threads, rung by rung from one shared word to two nodes: the difference between
 * two rungs is what a layer costs. It needs two idle processors, and says nothing without the {@code FLOOR} of the same run;
 * {@code p0.50} is the figure to look at, since a processor that is taken away for a moment ruins a mean.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-Dbowstring.idle=spinning",
            "-XX:+UseSerialGC"
        })
public class PingPongBenchmark {
    private static final int ROUNDS = 1_000;

    /** How much of the way a message takes. */
    @Param
    public Rung rung = Rung.FLOOR;

    private Rung.Pair pair = null;
    private Thread answering = null;
    private long sent;

    /** Opens both ends and lets the far one answer. */
    @Setup
    public void open() {
        pair = rung.open();
        Rung.End far = pair.far();
        answering = new Thread(() -> answer(far), "pong");
        answering.start();
    }

    private static void answer(Rung.End far) {
        long turn = far.receive();
        while (turn >= 0) {
            far.send(turn);
            turn = far.receive();
        }
    }

    /** Ends both. */
    @TearDown
    public void close() throws InterruptedException {
        pair.near().send(-1);
        answering.join();
        pair.close();
    }

    /** There and back. */
    @Benchmark
    @OperationsPerInvocation(2 * ROUNDS)
    public void halfRoundTrip() {
        Rung.End near = pair.near();
        for (int i = 0; i < ROUNDS; i++) {
            near.send(++sent);
            if (near.receive() != sent) {
                throw new IllegalStateException("another message than the one that was sent");
            }
        }
    }
}
