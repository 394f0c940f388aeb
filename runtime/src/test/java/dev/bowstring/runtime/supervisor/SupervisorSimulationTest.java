package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.lifecycle.NodeLife;
import dev.bowstring.runtime.supervisor.SimulatedNodes.SimulatedChild;
import dev.bowstring.transport.control.NodeControlReader;
import dev.bowstring.transport.doorbell.Futex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The supervisor over a million virtual seconds, with processes that do whatever processes may do, until somebody stops the
 * run, or it fails. One seed alone is played with {@code -Dbowstring.seed=}.
 */
@Timeout(300)
class SupervisorSimulationTest {
    private static final long VIRTUAL_SECONDS = 1_000_000;
    private static final long MOST_SECONDS_OF_A_RUN = 20_000;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MS = 1_000_000L;
    private static final int MOST_RESTARTS_IN_A_SECOND = 16;
    /** Grace, last words, SIGTERM, and what the kernel takes to kill. */
    private static final long END_NS = 9 * SECOND_NS;

    private static final String FLOW = """
            start_timeout: 30s
            on_failure: isolate
            nodes:
              - id: source
                path: /bin/sh
                outputs: [{id: out, arena: 64KiB, arena_max: 64KiB}]
                restart_policy: always
                restart_delay: 0ms
              - id: relay
                path: /bin/sh
                inputs: {in: {source: source/out, queue_policy: backpressure}}
                outputs: [{id: out, arena: 64KiB, arena_max: 64KiB}]
                restart_policy: on-failure
                restart_delay: 100ms
                max_restart_delay: 5s
              - id: flaky
                path: /bin/sh
                inputs: {in: {source: relay/out, on_restart: latest}}
                restart_policy: always
                max_restarts: 5
                restart_window: 1m
                restart_delay: 0ms
              - id: needed
                path: /bin/sh
                inputs: {in: relay/out}
                restart_policy: on-failure
                on_failure: stop
              - id: loner
                path: /bin/sh
                restart_policy: always
            """;

    @TempDir
    Path directory;

    @Test
    void shouldKeepItsPromisesForAMillionSeconds(TestReporter reporter) throws Exception {
        Long only = Long.getLong("bowstring.seed");
        long seconds = 0;
        long processes = 0;
        for (long seed = only == null ? 1 : only; seconds < VIRTUAL_SECONDS; seed++) {
            try (Life life = new Life(seed)) {
                life.play();
                seconds += life.seconds();
                processes += life.nodes.started();
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("-Dbowstring.seed=" + seed + ": " + broken, broken);
            }
            if (only != null) {
                return;
            }
        }
        reporter.publishEntry("processes", Long.toString(processes));
        assertThat(processes).as("it was eventful").isGreaterThan(VIRTUAL_SECONDS / 100);
    }

    /** One run, from its start to its end. */
    private final class Life implements AutoCloseable {
        private final SplittableRandom random;
        private final SimulatedNodes nodes;
        private final RunPlan plan;
        private final RunFiles files;
        private final NodeRuns runs;
        private final Supervisor supervisor;
        private final Map<String, NodeControlReader> controls = new HashMap<>();
        private final DeathPass deathPass;
        private final SimulatedEdge toFlaky;
        private final long startNs;
        private final long stopNs;
        private long nowNs;
        private long stoppedNs = Long.MAX_VALUE;
        private final Map<String, SimulatedChild> looked = new HashMap<>();
        private final Map<String, Long> lives = new HashMap<>();
        private final Deque<Long> restarts = new ArrayDeque<>();
        private final Deque<Long> restartsOfFlaky = new ArrayDeque<>();

        Life(long seed) throws Exception {
            random = new SplittableRandom(seed);
            nowNs = random.nextLong(Long.MAX_VALUE / 2);
            startNs = nowNs;
            stopNs = nowNs + random.nextLong(MOST_SECONDS_OF_A_RUN) * SECOND_NS;
            nodes = new SimulatedNodes(random.split(), () -> nowNs);
            plan = new RunPlan(TestRun.dataflow(directory, FLOW));
            files = RunFiles.create(
                    Files.createDirectories(directory.resolve("shm")), "run-" + seed, plan, new Silence(), note -> {});
            runs = new NodeRuns(plan, files);
            plan.started()
                    .forEach(node -> controls.put(
                            node.id(),
                            new NodeControlReader(files.node(node.id()).control())));
            deathPass = new DeathPass(plan, files);
            toFlaky = new SimulatedEdge(files, random.split(), "relay", "out", "flaky/in");
            Surroundings world = new Surroundings(
                    nodes, () -> nowNs, () -> nowNs, random.split()::nextDouble, line -> {}, note -> {});
            AllNodes all = new AllNodes(runs, new DynamicNodes(plan, files, note -> {}));
            supervisor = new Supervisor(plan, files, all, Map.of(), world, Long.MAX_VALUE);
        }

        long seconds() {
            return (nowNs - startNs) / SECOND_NS;
        }

        void play() {
            while (!supervisor.finished()) {
                boolean stop = nowNs - stopNs >= 0 && !supervisor.stopRequested();
                if (stop) {
                    supervisor.requestStop();
                }
                liveOn();
                int before = nodes.started();
                while (supervisor.doWork() > 0) {
                    liveOn();
                }
                requireNoSpawnAfterStop(before);
                look();
                if (supervisor.finished()) {
                    break;
                }
                long stepNs = Math.max(0, Math.min(nodes.nextNs() - nowNs, supervisor.patienceMs() * MS));
                nowNs += stepNs == 0 ? MS : stepNs;
                assertThat(nowNs - stoppedNs).as("ends in time").isLessThan(END_NS);
            }
            requireAllAccountedFor();
        }

        /** What the processes do by themselves, and what they read. */
        private void liveOn() {
            for (SimulatedChild child : nodes.last()) {
                NodeRun node = runs.find(child.launch.node()).orElseThrow();
                boolean present =
                        child.launch.environment().get("BOWSTRING_TOKEN").equals(node.token());
                if (child.getsReady() && present && node.hasProcess()) {
                    node.hello();
                    deathPass.letIn(node); // as the control desk does
                    toFlaky.requireSkipped(node);
                    node.ready(nowNs);
                }
                NodeControlReader words = controls.get(node.id());
                if (present && (words.stopping() || words.draining())) {
                    child.asked();
                }
                child.doWork();
                toFlaky.goOn(node, child.lives());
            }
            toFlaky.check(runs.find("flaky").orElseThrow());
        }

        private void requireNoSpawnAfterStop(int before) {
            boolean stopped = controls.values().stream().anyMatch(NodeControlReader::draining);
            if (stoppedNs != Long.MAX_VALUE || supervisor.stopRequested()) {
                assertThat(nodes.started()).as("no spawn after stop").isEqualTo(before);
            }
            if (stopped && stoppedNs == Long.MAX_VALUE) {
                stoppedNs = nowNs;
            }
        }

        /** Looks at each process that is new. */
        private void look() {
            for (SimulatedChild child : nodes.fresh) {
                String node = child.launch.node();
                SimulatedChild before = looked.put(node, child);
                lives.merge(node, 1L, Long::sum);
                if (before != null) {
                    assertThat(before.lives()).as("one at a time").isFalse();
                    boolean connects = !node.equals("loner");
                    assertThat(before.wasReady || !connects || child.spawnedNs - before.exitedNs >= SECOND_NS)
                            .as("floor")
                            .isTrue();
                    requireLimit(restarts, child.spawnedNs, SECOND_NS, MOST_RESTARTS_IN_A_SECOND);
                    if (node.equals("flaky")) { // a second more than its delay may be between a decision and a start
                        requireLimit(restartsOfFlaky, child.spawnedNs, 55 * SECOND_NS, 5);
                    }
                }
                assertThat(child.launch.incarnation()).isEqualTo(lives.get(node));
            }
            nodes.fresh.clear();
        }

        private void requireLimit(Deque<Long> times, long spawnedNs, long windowNs, int most) {
            times.add(spawnedNs);
            while (spawnedNs - times.element() >= windowNs) {
                times.remove();
            }
            assertThat(times)
                    .as("restarts within " + windowNs / SECOND_NS + " s")
                    .hasSizeLessThanOrEqualTo(most);
        }

        private void requireAllAccountedFor() {
            assertThat(nodes.last()).as("all are dead").noneMatch(SimulatedChild::lives);
            assertThat(lives.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(nodes.started());
            assertThat(runs.all()).allMatch(NodeRun::finished);
            for (NodeRun node : runs.all()) {
                assertThat(node.life()).isIn(NodeLife.STOPPED, NodeLife.FAILED);
                assertThat(node.cause().isEmpty()).isEqualTo(node.life() == NodeLife.STOPPED);
            }
            assertThat(files.outputs()).allMatch(output -> output.log().closed());
            boolean anyFailed = runs.all().stream().anyMatch(node -> node.life() == NodeLife.FAILED);
            assertThat(supervisor.failure().isEmpty()).isEqualTo(!anyFailed);
        }

        @Override
        public void close() {
            files.close();
        }
    }

    private static final class Silence implements Futex {
        @Override
        public int await(long address, int expected, long timeoutNs) {
            return WOKEN;
        }

        @Override
        public void wakeAll(long address) {}
    }
}
