package dev.bowstring.benchmarks.jmh;

import dev.bowstring.benchmarks.link.LocalOutput;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.arrow.ArrowInput;
import dev.bowstring.node.arrow.ArrowOutput;
import dev.bowstring.node.arrow.CopyCounters;
import dev.bowstring.node.arrow.NodeMemory;
import dev.bowstring.node.arrow.Outgoing;
import dev.bowstring.node.arrow.Received;
import dev.bowstring.transport.log.Poll;
import dev.bowstring.transport.log.Taken;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
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

/** A message becomes vectors over the sender's memory, and is closed again; it is the same one every time. */
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
public class ArrowLoadBenchmark {
    private static final int ROWS = 16;

    /** What the columns hold. */
    @Param({"INT64", "BOOL", "UTF8", "LIST", "STRUCT"})
    public Kind kind = Kind.INT64;

    /** How many columns a message has. */
    @Param({"1", "10"})
    public int columns = 1;

    private final LocalOutput edge = new LocalOutput(1, true, 10);
    private final NodeMemory publisher = new NodeMemory();
    private final NodeMemory reader = new NodeMemory();
    private final ArrowOutput output = new ArrowOutput(edge.log(), publisher, "source/out", CopyCounters.NONE);
    private final ArrowInput input = new ArrowInput(edge.input(0), reader, "sink/in");
    private final Taken taken = new Taken();

    /** A type of column. */
    public enum Kind {
        /** Fixed width. */
        INT64(new ArrowType.Int(64, true)),
        /** A bit each. */
        BOOL(ArrowType.Bool.INSTANCE),
        /** Offsets and bytes. */
        UTF8(ArrowType.Utf8.INSTANCE),
        /** Offsets and a column of doubles. */
        LIST(ArrowType.List.INSTANCE, child("$data$")),
        /** Two columns of doubles. */
        STRUCT(ArrowType.Struct.INSTANCE, child("x"), child("y"));

        private final ArrowType type;
        private final List<Field> children;

        Kind(ArrowType type, Field... children) {
            this.type = type;
            this.children = List.of(children);
        }

        private static Field child(String name) {
            return Field.nullable(name, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
        }

        Field field(int column) {
            return new Field("c" + column, FieldType.nullable(type), children);
        }
    }

    /** Sends the message and takes it. */
    @Setup
    public void open() {
        Schema schema =
                new Schema(IntStream.range(0, columns).mapToObj(kind::field).toList());
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, output.allocator())) {
            root.getFieldVectors().forEach(FieldVector::allocateNew);
            root.setRowCount(ROWS);
            if (output.prepare(root, Metadata.EMPTY, false).publish() != Outgoing.Attempt.SENT) {
                throw new IllegalStateException("no room for the first message");
            }
        }
        if (edge.input(0).poll(taken) != Poll.TAKEN) {
            throw new IllegalStateException("nothing there, although it was sent");
        }
        edge.input(0).received();
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

    /** Loads and closes; nobody publishes, so the memory stays what it is though its pin goes. */
    @Benchmark
    public int load() {
        try (Received received = input.receive(taken)) {
            return received.root().getRowCount();
        }
    }
}
