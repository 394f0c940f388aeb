package dev.bowstring.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bowstring.runtime.inspect.RunView;
import dev.bowstring.runtime.inspect.RunView.EdgeView;
import dev.bowstring.runtime.inspect.Runs;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.segment.Ownership;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a dead process held is free again; what a stopped one holds is never touched. Watched from outside, as `ps` does. */
@Tag("process")
@Tag("faults")
@Timeout(value = 400, unit = TimeUnit.SECONDS)
class ReclaimIT {
    private static final long ENDLESS = 1_000_000_000L;
    private static final int READERS = 4;
    private static final int KILLS = 100;
    private static final int HELD = 10;
    /** As many messages as fill the arena, which cannot grow, four times. */
    private static final int ARENA_FOUR_TIMES = 4 * 128;

    @TempDir
    Path directory;

    private Bowstring bowstring;
    private final List<Probe> probes = new ArrayList<>();

    @BeforeEach
    void makeDirectories() throws Exception {
        bowstring = Bowstring.sharingCaches(directory);
    }

    @AfterEach
    void leaveNothing() {
        probes.forEach(Probe::close);
        bowstring.close();
    }

    @Test
    void shouldGiveBackEveryBlockThatKilledReadersHeld() throws Exception {
        Process flow = bowstring.start(manyReaders());
        String run = awaitRun("probe3");
        for (int kills = 0; kills < KILLS; kills += READERS) {
            List<Probe> round = new ArrayList<>();
            for (int reader = 0; reader < READERS; reader++) {
                String attach = "attach:probe" + reader;
                round.add(start(run, attach, "pick:" + HELD, "file:" + directory.resolve("never")));
            }
            round.forEach(probe -> probe.awaitOutput("did pick:" + HELD));
            assertThat(sum(EdgeView::held)).isGreaterThanOrEqualTo(READERS * HELD);

            for (Probe probe : round) {
                probe.signal("KILL");
                probe.awaitDeath();
            }
            await().until(() -> sum(EdgeView::held) == 0);
        }

        long before = published();
        await().until(() -> published() > before + ARENA_FOUR_TIMES);
        start(run, "attach:probe0", "newest", "close").end();
        assertThat(bowstring.command("stop", run).exitCode()).isZero();
        assertThat(bowstring.end(flow).exitCode()).isZero();
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldNeverTouchWhatAStoppedReaderHoldsNorBeSlowedByIt() throws Exception {
        Path go = directory.resolve("go");
        String lossy = StreamNode.flow(ENDLESS).replaceFirst("all: \\{source: source/rows.*\\}\n *", "");
        Process flow = bowstring.start(lossy);
        String run = awaitRun("probe");
        Probe probe = start(run, "attach", "pick:" + HELD, "file:" + go, "newest", "intact", "close");
        probe.awaitOutput("did pick:" + HELD);

        probe.signal("STOP");
        long stopped = published();
        await().until(() -> published() > stopped + 1_000); // it would wait if it had to
        assertThat(edge("probe/some").held()).isGreaterThanOrEqualTo(HELD);
        assertThat(edge("probe/some").waits()).isFalse();
        long resumed = published();
        Files.createFile(go);
        probe.signal("CONT");

        String seen = probe.end();
        assertThat(seen).contains("intact " + HELD);
        assertThat(Long.parseLong(seen.replaceAll("(?s).*newest (\\d+).*", "$1")))
                .as("it goes on with the newest")
                .isGreaterThanOrEqualTo(resumed - 4);
        assertThat(bowstring.command("stop", run).exitCode()).isZero();
        bowstring.end(flow);
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldLetDataFlowThoughTheSupervisorStandsStillWhileAProcessAttaches() throws Exception {
        Process flow = bowstring.start(manyReaders());
        String run = awaitRun("probe3");
        Bowstring.signal(flow, "STOP");
        Probe probe = start(run, "attach:probe0", "newest", "close");
        Path lock = bowstring.shm().resolve(user()).resolve(run).resolve("nodes/probe0/lock");
        await().until(() -> Files.readString(lock).strip().equals(Long.toString(probe.pid())));

        long before = published();
        await().until(() -> published() > before + 500);
        Bowstring.signal(flow, "CONT");

        probe.end();
        assertThat(bowstring.command("stop", run).exitCode()).isZero();
        bowstring.end(flow);
        bowstring.assertNothingLeft();
    }

    private static String manyReaders() throws Exception {
        String probe = """
                  - id: probe%d
                    path: dynamic
                    inputs: {some: {source: source/rows, queue_size: 4}}
                """;
        String flow = StreamNode.flow(ENDLESS).replace("1MiB", "4MiB");
        String source = flow.substring(0, flow.indexOf("  - id: probe"));
        return source + IntStream.range(0, READERS).mapToObj(probe::formatted).reduce("", String::concat);
    }

    private Probe start(String run, String... steps) throws Exception {
        Probe probe = Probe.start(bowstring, run, steps);
        probes.add(probe);
        return probe;
    }

    private String awaitRun(String node) {
        await().until(() -> runs().stream()
                .flatMap(run -> run.nodes().stream())
                .anyMatch(each -> each.node().equals(node)));
        await().until(() -> published() > 0);
        return runs().get(0).run();
    }

    private List<RunView> runs() {
        return new Runs(bowstring.shm()).all();
    }

    private EdgeView edge(String input) {
        return runs().get(0).edges().stream()
                .filter(edge -> edge.input().equals(input))
                .findFirst()
                .orElseThrow();
    }

    private long sum(ToLongFunction<EdgeView> figure) {
        return runs().get(0).edges().stream().mapToLong(figure).sum();
    }

    /** By the word of the publisher. */
    private long published() {
        RunDirectory run = new RunDirectory(
                bowstring.shm().resolve(user()).resolve(runs().get(0).run()));
        try (Segment ring = Segment.map(run.ring("source", "rows"), SegmentKind.RING, run.runId(), false)) {
            return ring.buffer().getLongVolatile(RingLayout.TAIL);
        }
    }

    private static String user() {
        try {
            return "bowstring-" + Ownership.uid();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
