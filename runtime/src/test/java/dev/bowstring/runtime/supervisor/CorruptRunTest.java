package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.inspect.Runs;
import dev.bowstring.transport.layout.HeaderLayout;
import dev.bowstring.transport.segment.SegmentException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in the shared files, the supervisor brings its run to the end, and who looks from outside looks on. */
@Timeout(120)
class CorruptRunTest {
    private static final int ROUNDS = 12 * Integer.getInteger("bowstring.seeds", 1);
    private static final long SEED = Long.getLong("bowstring.seed", 5);
    private static final int MOST_BYTES = 4_096;

    private static final String FLOW = """
            nodes:
              - {id: a, path: /bin/sh, outputs: [{id: out, arena: 64KiB, arena_max: 1MiB}]}
              - {id: b, path: /bin/sh, inputs: {in: {source: a/out, queue_policy: backpressure}}}
              - {id: d, path: dynamic, inputs: {in: a/out}}
            """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "outputs/a.out/ring",
                "outputs/a.out/control",
                "outputs/a.out/schemas",
                "outputs/a.out/arena.0",
                "outputs/a.out/readers/0",
                "outputs/a.out/readers/1",
                "outputs/a.out/latency/0",
                "nodes/a/control",
                "nodes/a/doorbell",
                "nodes/d/control",
                "counters",
                "run.json"
            })
    void shouldComeToItsEndWhateverStandsThere(String file) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Path place = Files.createDirectory(directory.resolve(Integer.toString(round)));
            Random random = new Random(SEED * 1_000_003 + file.hashCode() * 1_009L + round);
            try {
                live(place, file, random);
            } catch (RuntimeException | IOException failure) {
                throw new AssertionError("file=" + file + " round=" + round + " -Dbowstring.seed=" + SEED, failure);
            }
        }
    }

    private static void live(Path place, String file, Random random) throws Exception {
        try (TestRun run = new TestRun(place, FLOW)) {
            Files.writeString(run.files.run().runJson(), "{\"run\": \"x\"}");
            run.work();
            for (String node : List.of("a", "b")) {
                run.node(node).hello();
                run.node(node).ready(0);
            }
            run.advance(1_000);
            damage(run.files.run().path().resolve(file), random);
            run.advance(1_000); // looks at who waits for whom
            grow(run.output(0));
            assertThat(new Runs(place.resolve("shm")).all()).hasSize(1);
            run.processes.child("b").exit(1);
            run.advance(10);
            damage(run.files.run().path().resolve(file), random);
            run.processes.child("a").exit(0);
            run.advance(10_000);
            assertThat(run.supervisor.finished()).isTrue();
            assertThat(Accounts.edges(run.files, run.dynamic)).hasSize(2);
        }
        try (Stream<Path> left = Files.list(place.resolve("shm"))) {
            assertThat(left).isEmpty();
        }
    }

    private static void grow(SharedOutput output) {
        long size = ArenaFileSize.of(1_000, output.store(), 1 << 20);
        assertThat(size).isEqualTo(128 << 10);
        try {
            assertThat(output.store().addArena(size)).isEqualTo(1);
        } catch (SegmentException full) {
            assertThat(full).hasMessageContaining("arena.1");
        }
    }

    /** Behind the header, or in it too: it has been read long since. */
    private static void damage(Path file, Random random) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long from = random.nextInt(4) == 0 ? 0 : Math.min(HeaderLayout.LENGTH, channel.size() - 1);
            byte[] bytes = new byte[(int) Math.min(channel.size() - from, MOST_BYTES)];
            random.nextBytes(bytes);
            channel.write(ByteBuffer.wrap(bytes), from);
        }
    }
}
