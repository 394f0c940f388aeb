package dev.bowstring.benchmarks.jmh;

import dev.bowstring.benchmarks.link.LocalOutput;
import dev.bowstring.benchmarks.link.PayloadPool;
import dev.bowstring.transport.log.InputLog;
import dev.bowstring.transport.log.Poll;
import dev.bowstring.transport.log.Room;
import dev.bowstring.transport.log.Taken;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The reader's steps by themselves: messages that were published beforehand are taken, and let go of. */
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
public class ReceiveBenchmark {
    private static final int MESSAGES = 12;
    private static final int QUEUE = 64;
    private static final int PAYLOADS = 512;
    private static final int BYTES = 64;

    private LocalOutput output = null;
    private PayloadPool payloads = null;
    private InputLog input = null;
    private final Taken taken = new Taken();
    private final int[] pins = new int[MESSAGES];
    private int held;

    /** Creates the output. */
    @Setup
    public void open() {
        output = new LocalOutput(1, true, QUEUE);
        payloads = new PayloadPool(output.log(), PAYLOADS, BYTES);
        input = output.input(0);
    }

    /** Unmaps and deletes. */
    @TearDown
    public void close() {
        output.close();
    }

    /** Nothing is held, and so many messages are there. */
    @Setup(Level.Invocation)
    public void publish() {
        releaseHeld();
        while (input.poll(taken) == Poll.TAKEN) {
            input.received();
            input.release(taken.pin());
        }
        for (int i = 0; i < MESSAGES; i++) {
            if (output.log().publish(payloads.next()) != Room.ROOM) {
                throw new IllegalStateException("no room, although everything was read");
            }
        }
    }

    private void releaseHeld() {
        while (held > 0) {
            input.release(pins[--held]);
        }
    }

    /** Takes them, and holds them. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long receive() {
        for (int i = 0; i < MESSAGES; i++) {
            input.poll(taken);
            input.received();
            pins[held++] = taken.pin();
        }
        return taken.sequence();
    }

    /** Takes each, and lets go of it before the next. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long receiveAndRelease() {
        for (int i = 0; i < MESSAGES; i++) {
            input.poll(taken);
            input.received();
            input.release(taken.pin());
        }
        return taken.sequence();
    }
}
