package dev.bowstring.benchmarks.jmh;

import dev.bowstring.transport.message.MessageReader;
import dev.bowstring.transport.message.MessageShape;
import dev.bowstring.transport.message.MessageWriter;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
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

/** The description of a message: written in full, written where one like it was, read with all checks. */
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
public class MessageBlockBenchmark {
    private static final int FILE = 1 << 20;
    private static final int OFFSET = 4096;
    private static final int ROWS = 16;

    /** How many columns of fixed width a message has. */
    @Param({"1", "10"})
    public int columns = 1;

    private final UnsafeBuffer file = new UnsafeBuffer(ByteBuffer.allocateDirect(FILE));
    private final MessageReader reader = new MessageReader();
    private MessageShape shape = new MessageShape(0, 0, 0, 0, 0, 0);
    private long sequence;

    /** Writes one to be read. */
    @Setup
    public void open() {
        shape = new MessageShape(columns, columns, 2 * columns, 0, 0, 0);
        write();
    }

    /** Nothing to give back. */
    @TearDown
    public void close() {
        // The buffer goes with this process.
    }

    /** All of it, as for a message made of fresh vectors. */
    @Benchmark
    public int write() {
        MessageWriter writer = MessageWriter.begin(file, OFFSET, shape);
        writer.schema(0);
        writer.rows(ROWS);
        for (int column = 0; column < columns; column++) {
            writer.block(column, 0, 2L * OFFSET + 128L * column, 128);
            writer.node(column, ROWS, -1);
            writer.buffer(2 * column, column, 0, 8);
            writer.buffer(2 * column + 1, column, 64, 64);
        }
        return writer.length();
    }

    /** What changes from one pooled batch to the next. */
    @Benchmark
    public int rewrite() {
        MessageWriter writer = MessageWriter.reuse(file, OFFSET, shape);
        writer.rows(++sequence & ROWS);
        for (int column = 0; column < columns; column++) {
            writer.nodeRows(column, sequence & ROWS);
        }
        return writer.length();
    }

    /** Copied and checked, word by word. */
    @Benchmark
    public long read() {
        reader.read(file, OFFSET, arena -> FILE);
        return reader.rows();
    }
}
