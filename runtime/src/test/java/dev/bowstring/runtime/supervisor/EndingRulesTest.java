package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.runtime.descriptor.DurableSpec;
import dev.bowstring.runtime.lifecycle.NodeLife;
import dev.bowstring.runtime.recording.RecordedDataflow;
import dev.bowstring.runtime.recording.RecordingDirectory;
import dev.bowstring.runtime.recording.Selector;
import dev.bowstring.transport.control.NodeControlReader;
import dev.bowstring.transport.control.StopReason;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dataflow may say about when it ends, and when a node has to. */
class EndingRulesTest {
    private static final String TICKER_AND_WORKER = """

            nodes:
              - id: ticker
                path: /bin/sh
                inputs: {tick: timer/millis/10}
                outputs: [{id: out, arena: 64KiB, arena_max: 64KiB}]
              - {id: first, path: /bin/sh, inputs: {in: ticker/out, tick: timer/secs/1}}
              - {id: second, path: /bin/sh}
            """;

    @TempDir
    Path directory;

    private TestRun run;

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void shouldLetNodesDrainForTheGraceOfTheDataflow() throws Exception {
        start("""
                grace: 20s
                nodes:
                  - {id: source, path: /bin/sh, outputs: [{id: out, arena: 64KiB, arena_max: 64KiB}]}
                  - {id: sink, path: /bin/sh, inputs: {in: source/out}}
                """);
        run.supervisor.requestStop();
        run.work();

        run.advance(19_999);
        assertThat(stopReason("sink")).isEmpty();
        run.advance(1);

        assertThat(stopReason("sink")).contains(StopReason.GRACE_EXPIRED);
    }

    @Test
    void shouldStopWhatOnlyTimersDriveOnceAllOthersHaveEndedIfTheDataflowSaysSo() throws Exception {
        start("exit_when_nodes_finish: true" + TICKER_AND_WORKER);
        exit("first");
        assertThat(stopReason("ticker")).isEmpty();

        exit("second");

        assertThat(stopReason("ticker")).contains(StopReason.REQUESTED);
        exit("ticker");
        assertThat(run.supervisor.finished()).isTrue();
        assertThat(run.supervisor.failure()).isEmpty();
    }

    @Test
    void shouldLeaveWhatOnlyTimersDriveToItself() throws Exception {
        start(TICKER_AND_WORKER);

        exit("first");
        exit("second");

        assertThat(stopReason("ticker")).isEmpty();
        assertThat(run.supervisor.finished()).isFalse();
    }

    @Test
    void shouldWaitForANodeThatIsDebuggedHoweverLongItTakesToStart() throws Exception {
        Files.writeString(directory.resolve("Node.java"), "");
        run = new TestRun(directory, """
                start_timeout: 10s
                nodes:
                  - {id: debugged, path: Node.java, debug: true, outputs: [{id: out, arena: 64KiB, arena_max: 64KiB}]}
                  - {id: sink, path: /bin/sh, inputs: {in: debugged/out}}
                """);
        run.work();
        ready("sink");

        run.advance(3_600_000);

        assertThat(run.node("debugged").life()).isEqualTo(NodeLife.STARTING);
        assertThat(run.supervisor.failure()).isEmpty();
        ready("debugged");
        run.work();
        assertThat(control("sink").go()).isTrue();
        assertThat(new Welcomes(run.plan, run.files).of(run.node("sink").spec()).startTimeoutNs())
                .as("nor does the other give up")
                .isGreaterThan(3_600_000_000_000L);
    }

    @Test
    void shouldGiveWhatIsStartedAgainItsTimeWhileGoWaitsForADebugger() throws Exception {
        Files.writeString(directory.resolve("Node.java"), "");
        run = new TestRun(directory, """
                start_timeout: 10s
                nodes:
                  - {id: debugged, path: Node.java, debug: true, outputs: [{id: out, arena: 64KiB, arena_max: 64KiB}]}
                  - {id: sink, path: /bin/sh, inputs: {in: debugged/out}, restart_policy: always, restart_delay: 1s}
                """);
        run.work();
        ready("sink");
        run.advance(3_600_000);

        exit("sink");
        run.advance(1_000);
        run.advance(9_999);
        assertThat(run.node("sink").life()).isEqualTo(NodeLife.STARTING);
        assertThat(run.processes.child("sink").kills).isZero();
        run.advance(1);

        assertThat(run.processes.child("sink").kills).isPositive();
        assertThat(run.supervisor.failure()).as("its rules say what comes then").isEmpty();
    }

    @Test
    void shouldNotWaitForWhatRecordsTheNodesThatItIsToStop() throws Exception {
        Dataflow dataflow = TestRun.dataflow(directory, "exit_when_nodes_finish: true" + TICKER_AND_WORKER);
        start(new TestRun(
                directory,
                RecordedDataflow.of(
                        dataflow,
                        Selector.of("*"),
                        new RecordedDataflow.Policy(true, DurableSpec.DEFAULT),
                        new RecordingDirectory(directory.resolve("recording")),
                        TestRun.ID,
                        "1")));
        exit("first");
        assertThat(stopReason("ticker")).isEmpty();

        exit("second");

        assertThat(stopReason("ticker")).contains(StopReason.REQUESTED);
        assertThat(stopReason(RecordedDataflow.RECORDER)).as("reads to the end").isEmpty();
    }

    private void start(String flow) throws Exception {
        start(new TestRun(directory, flow));
    }

    private void start(TestRun begun) {
        run = begun;
        run.work();
        run.nodes.all().forEach(node -> ready(node.id()));
        run.work();
    }

    private void ready(String node) {
        run.node(node).hello();
        run.node(node).ready(0);
    }

    private void exit(String node) {
        run.processes.child(node).exit(0);
        run.work();
    }

    private Optional<StopReason> stopReason(String node) {
        return control(node).stopReason();
    }

    private NodeControlReader control(String node) {
        return new NodeControlReader(
                Segment.map(run.files.run().nodeControl(node), SegmentKind.NODE_CONTROL, TestRun.ID, true)
                        .buffer());
    }
}
