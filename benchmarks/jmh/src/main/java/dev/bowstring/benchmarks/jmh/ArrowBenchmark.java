package dev.bowstring.benchmarks.jmh;

import dev.bowstring.benchmarks.link.LocalOutput;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.arrow.ArrowBatch;
import dev.bowstring.node.arrow.ArrowInput;
import dev.bowstring.node.arrow.ArrowOutput;
import dev.bowstring.node.arrow.CopyCounters;
import dev.bowstring.node.arrow.NodeMemory;
import dev.bowstring.node.arrow.Outgoing;
import dev.bowstring.node.arrow.Received;
import dev.bowstring.transport.log.Poll;
import dev.bowstring.transport.log.Taken;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
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

/** What one Arrow message costs from its first value to its release, by the way in which it is made. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-XX:+UseSerialGC"
        })
public class ArrowBenchmark {
    private static final int ROWS = 16;
    private static final int BURST = 8;

    /** How many columns of 64-bit numbers a message has. */
    @Param({"1", "10"})
    public int columns = 1;

    private Schema schema = new Schema(List.of());
    private LocalOutput edge = null;
    private NodeMemory publisher = null;
    private NodeMemory reader = null;
    private ArrowOutput output = null;
    private ArrowInput input = null;
    private final Taken taken = new Taken();
    private long next;

    /** Creates both ends of an edge. */
    @Setup
    public void open() {
        schema = new Schema(IntStream.range(0, columns)
                .mapToObj(column -> Field.nullable("c" + column, new ArrowType.Int(64, true)))
                .toList());
        edge = new LocalOutput(1, true, 2 * BURST);
        publisher = new NodeMemory();
        reader = new NodeMemory();
        output = new ArrowOutput(edge.log(), publisher, "source/out", CopyCounters.NONE);
        input = new ArrowInput(edge.input(0), reader, "sink/in");
    }

    /** Gives everything back, and deletes. */
    @TearDown
    public void close() {
        input.close();
        output.close();
        reader.close();
        publisher.close();
        edge.close();
    }

    /** {@code send(output.batch())}: vectors and memory that were used before. */
    @Benchmark
    public long pooledBatch() {
        ArrowBatch batch = Objects.requireNonNull(output.batch(schema, false));
        fill(batch.root());
        return passOn(output.prepare(batch, Metadata.EMPTY));
    }

    /** The same of a burst: batches are committed together, then each is received. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long pooledBurst() {
        edge.log().burst(BURST);
        for (int i = 0; i < BURST; i++) {
            ArrowBatch batch = Objects.requireNonNull(output.batch(schema, false));
            fill(batch.root());
            send(output.prepare(batch, Metadata.EMPTY));
        }
        long sum = 0;
        for (int i = 0; i < BURST; i++) {
            sum += receive();
        }
        return sum;
    }

    /** {@code send(vector)}, or {@code send(root)} for several, all allocated for this message. */
    @Benchmark
    public long freshVectors() {
        return columns == 1 ? freshVector() : freshRoot();
    }

    private long freshVector() {
        try (BigIntVector vector = new BigIntVector(schema.getFields().get(0), output.allocator())) {
            fill(vector);
            vector.setValueCount(ROWS);
            return passOn(output.prepare(vector, Metadata.EMPTY, false));
        }
    }

    private long freshRoot() {
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, output.allocator())) {
            fill(root);
            return passOn(output.prepare(root, Metadata.EMPTY, false));
        }
    }

    private void fill(VectorSchemaRoot root) {
        for (int column = 0; column < columns; column++) {
            fill((BigIntVector) root.getVector(column));
        }
        root.setRowCount(ROWS);
    }

    private void fill(BigIntVector vector) {
        if (vector.getValueCapacity() < ROWS) {
            vector.allocateNew(ROWS);
        }
        for (int row = 0; row < ROWS; row++) {
            vector.set(row, next++);
        }
    }

    private long passOn(Outgoing message) {
        send(message);
        return receive();
    }

    private static void send(Outgoing message) {
        if (message.publish() != Outgoing.Attempt.SENT) {
            throw new IllegalStateException("no room, although every message was released");
        }
    }

    private long receive() {
        if (edge.input(0).poll(taken) != Poll.TAKEN) {
            throw new IllegalStateException("nothing came, although it was sent");
        }
        try (Received received = input.receive(taken)) {
            edge.input(0).received();
            return ((BigIntVector) received.root().getVector(0)).get(0);
        }
    }
}
