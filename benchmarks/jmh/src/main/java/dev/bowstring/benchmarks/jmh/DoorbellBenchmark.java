package dev.bowstring.benchmarks.jmh;

import dev.bowstring.transport.doorbell.Doorbell;
import dev.bowstring.transport.doorbell.Futex;
import dev.bowstring.transport.doorbell.IdleStrategy;
import dev.bowstring.transport.doorbell.Sleep;
import dev.bowstring.transport.doorbell.WaitingFor;
import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.segment.Fence;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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

/** What a publisher pays for a node that is awake, and for one that sleeps. */
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
public class DoorbellBenchmark {
    private final UnsafeBuffer page = new UnsafeBuffer(ByteBuffer.allocateDirect(DoorbellLayout.FILE_LENGTH));
    private final Doorbell doorbell = new Doorbell(page, Futex.system());
    private final AtomicBoolean over = new AtomicBoolean();
    private Thread sleeper = new Thread(() -> {});

    /** Nobody sleeps yet. */
    @Setup
    public void open() {
        over.set(false);
    }

    /** Ends the thread that sleeps. */
    @TearDown
    public void close() throws InterruptedException {
        over.set(true);
        doorbell.ring();
        sleeper.join();
    }

    /** The node is awake: a fence and a look. */
    @Benchmark
    public void nobodySleeps() {
        Fence.HARDWARE.full();
        doorbell.ringIfWaitingForInput();
    }

    /** A thread sleeps whenever it can: most rings find it asleep, or just awake and on its way back. */
    @Benchmark
    public void somebodySleeps() {
        if (!sleeper.isAlive()) {
            Sleep sleep = new Sleep(doorbell, WaitingFor.INPUT, Fence.HARDWARE, IdleStrategy.BLOCKING);
            sleeper = new Thread(() -> sleep.await(over::get, Long.MAX_VALUE));
            sleeper.start();
        }
        Fence.HARDWARE.full();
        doorbell.ringIfWaitingForInput();
    }

    /** The same with the system call every time, although nobody waits there. */
    @Benchmark
    public void ringInVain() {
        doorbell.ring();
    }
}
