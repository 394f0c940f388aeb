package dev.bowstring.node.session.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.node.Event;
import dev.bowstring.node.Failure;
import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Output;
import dev.bowstring.node.RunFixture;
import dev.bowstring.node.session.message.Leaks;
import dev.bowstring.transport.doorbell.IdleStrategy;
import dev.bowstring.transport.layout.HeaderLayout;
import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.layout.SchemasLayout;
import dev.bowstring.transport.segment.RunDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random bytes in the files of a running dataflow, region by region: whoever meets them gets a named failure, an exception
 * of the SDK or of Arrow, or does not notice; no JVM dies of it, none waits for ever. All nodes live in this JVM: a crash
 * would end the tests.
 */
@Timeout(240)
class CorruptFilesTest {
    private static final int ROUNDS = 12 * Integer.getInteger("bowstring.seeds", 1);
    private static final long SEED = Long.getLong("bowstring.seed", 11);
    private static final Duration MOMENT = Duration.ofMillis(2);
    private static final int STEPS = 14;

    @TempDir
    private Path directory;

    /** Which bytes are damaged: those of a file from an offset to another. */
    enum Region {
        RING_POSITIONS(run -> run.ring("source", "rows"), RingLayout.TAIL, RingLayout.SLOTS),
        RING_SLOTS(run -> run.ring("source", "rows"), RingLayout.SLOTS, Integer.MAX_VALUE),
        SCHEMAS(run -> run.schemas("source", "rows"), HeaderLayout.LENGTH, 8_192),
        SCHEMA_COUNT(run -> run.schemas("source", "rows"), SchemasLayout.COUNT, SchemasLayout.COUNT + 8),
        ARENA_BLOCKS(run -> run.arena("source", "rows", 0), HeaderLayout.LENGTH, 4_096),
        READER_POSITIONS(run -> run.reader("source", "rows", 0), ReaderLayout.START, ReaderLayout.PINS),
        READER_PINS(run -> run.reader("source", "rows", 0), ReaderLayout.PINS, Integer.MAX_VALUE),
        LOSSY_READER(run -> run.reader("source", "rows", 1), ReaderLayout.START, Integer.MAX_VALUE),
        CONTROL_WORDS(
                run -> run.outputControl("source", "rows"),
                OutputControlLayout.GENERATION,
                OutputControlLayout.ARENA_SIZES + 64),
        CONTROL_READERS(
                run -> run.outputControl("source", "rows"),
                OutputControlLayout.READERS,
                OutputControlLayout.READERS + 2 * OutputControlLayout.READER_LENGTH),
        COUNTERS(RunDirectory::counters, 256, Integer.MAX_VALUE),
        LATENCY(run -> run.latency("source", "rows", 0), HeaderLayout.LENGTH, Integer.MAX_VALUE),
        DOORBELL(run -> run.doorbell("source"), HeaderLayout.LENGTH, Integer.MAX_VALUE),
        NODE_CONTROL(run -> run.nodeControl("sink"), HeaderLayout.LENGTH, 256);

        private final Function<RunDirectory, Path> file;
        private final int from;
        private final int to;

        Region(Function<RunDirectory, Path> file, int from, int to) {
            this.file = file;
            this.from = from;
            this.to = to;
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldOutliveAnyBytesInARunningDataflow(Region region) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = SEED * 1_000_003 + region.ordinal() * 10_007L + round;
            Path place = Files.createDirectory(directory.resolve(Integer.toString(round)));
            try {
                outlive(region, new Random(seed), place);
            } catch (Throwable failure) {
                throw new AssertionError("region=" + region + " round=" + round + " -Dbowstring.seed=" + SEED, failure);
            }
        }
    }

    private void outlive(Region region, Random random, Path place) throws IOException {
        List<Node> open = new ArrayList<>();
        Settings settings = new Settings(
                IdleStrategy.BLOCKING,
                Leaks.FULL,
                new Watchdog(code -> {}, Long.MAX_VALUE),
                () -> new PrintStream(new ByteArrayOutputStream(), true));
        try (RunFixture run = new RunFixture(place)
                .output("source", "rows", 256 << 10, 512 << 10)
                .blocking("sink", "in", "source/rows", 8)
                .lossy("late", "in", "source/rows", 4)
                .eager("source")
                .eager("sink")
                .eager("late")
                .startSupervisor()) {
            for (String node : List.of("source", "sink", "late")) {
                open.add(new SessionConnector().connect(NodeEnvironment.of(run.environment(node)), settings));
            }
            flow(open, random, () -> damage(region, run.directory(), random));
            open.forEach(node -> tolerate(node::close));
        }
    }

    private static void flow(List<Node> nodes, Random random, IoAction damage) throws IOException {
        Output rows = nodes.get(0).output("rows");
        for (int step = 0; step < STEPS; step++) {
            if (step == 4 || (step > 4 && random.nextInt(4) == 0)) {
                damage.run();
            }
            tolerate(() -> send(rows, random));
            if (random.nextBoolean()) {
                tolerate(() -> read(nodes.get(1)));
            }
            if (random.nextInt(3) == 0) {
                tolerate(() -> read(nodes.get(2)));
            }
        }
        for (int left = 0; left < STEPS; left++) {
            tolerate(() -> read(nodes.get(1)));
            tolerate(() -> read(nodes.get(2)));
        }
    }

    private static void send(Output rows, Random random) {
        try (BigIntVector numbers = new BigIntVector("n", rows.allocator());
                VarCharVector texts = new VarCharVector("t", rows.allocator())) {
            int count = 1 + random.nextInt(200);
            for (int i = 0; i < count; i++) {
                numbers.setSafe(i, i);
                texts.setSafe(i, ("text " + i).getBytes(StandardCharsets.UTF_8));
            }
            numbers.setValueCount(count);
            texts.setValueCount(count);
            try (VectorSchemaRoot root = new VectorSchemaRoot(
                    List.of(numbers.getField(), texts.getField()), List.of(numbers, texts), count)) {
                rows.send(root, Metadata.EMPTY, MOMENT);
            }
        }
    }

    /** Looks at everything a message has. */
    private static void read(Node node) {
        Optional<Event> event = node.next(MOMENT);
        if (event.isPresent() && event.get() instanceof Message message) {
            tolerate(() -> {
                VectorSchemaRoot root = message.batch();
                for (int row = 0; row < Math.min(root.getRowCount(), 300); row++) {
                    root.getVector(0).getObject(row);
                    root.getVector(1).getObject(row);
                }
                message.metadata();
            });
        } else if (event.isPresent() && event.get() instanceof Failure failure) {
            assertThat(failure.reason()).isNotBlank();
        }
    }

    /** What a program may meet: a result, or an exception that says what is wrong; no error of the JVM. */
    private static void tolerate(Runnable step) {
        try {
            step.run();
        } catch (NodeException | IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException named) {
            assertThat(named.getMessage()).isNotBlank();
        }
    }

    private static void damage(Region region, RunDirectory run, Random random) throws IOException {
        try (FileChannel file = FileChannel.open(region.file.apply(run), StandardOpenOption.WRITE)) {
            int to = (int) Math.min(region.to, file.size());
            if (random.nextBoolean()) {
                byte[] bytes = new byte[Math.min(to - region.from, 1 + random.nextInt(256))];
                random.nextBytes(bytes);
                file.write(ByteBuffer.wrap(bytes), region.from + random.nextInt(to - region.from - bytes.length + 1));
                return;
            }
            int words = Math.max(1, (to - region.from) / Long.BYTES);
            for (int i = 0; i < 4; i++) {
                ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                word.putLong(0, odd(random));
                file.write(word, region.from + (long) random.nextInt(words) * Long.BYTES);
            }
        }
    }

    private static long odd(Random random) {
        long[] values = {
            0,
            1,
            -1,
            2,
            7,
            63,
            64,
            100,
            4_096,
            Integer.MAX_VALUE,
            1L << 32,
            -(1L << 32) + 5,
            Long.MAX_VALUE,
            Long.MIN_VALUE
        };
        int choice = random.nextInt(values.length + 2);
        return choice < values.length ? values[choice] : random.nextLong();
    }

    /** As {@link Runnable}, where files may fail. */
    private interface IoAction {
        void run() throws IOException;
    }
}
