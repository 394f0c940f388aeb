package dev.bowstring.runtime.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.runtime.descriptor.DataflowReader;
import dev.bowstring.runtime.descriptor.DurableSpec;
import dev.bowstring.runtime.descriptor.InputSpec;
import dev.bowstring.runtime.descriptor.JournalSpec;
import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.runtime.descriptor.OutputSource;
import dev.bowstring.runtime.descriptor.OutputSpec;
import dev.bowstring.runtime.descriptor.QueuePolicy;
import dev.bowstring.transport.control.StartAt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** source -> filter -> sum -> report, and a log that reads the filter beside it. */
final class ReplayedDataflowTest {
    private static final String FLOW = """
            nodes:
              - {id: source, path: dynamic, outputs: [rows]}
              - {id: filter, path: dynamic, inputs: {rows: source/rows}, outputs: [few, rest]}
              - {id: sum, path: dynamic, inputs: {few: {source: filter/few, queue_size: 3}}, outputs: [total]}
              - {id: report, path: dynamic, inputs: {total: sum/total}}
              - {id: log, path: dynamic, inputs: {few: filter/few}}
            """;

    @TempDir
    private Path folder;

    private Dataflow dataflow;
    private RecordingDirectory recording;

    @BeforeEach
    void record() throws Exception {
        dataflow = DataflowReader.read(Files.writeString(folder.resolve("flow.yml"), FLOW));
        recording = new RecordingDirectory(folder.resolve("recording"));
    }

    private ReplayedDataflow replay(String recorded, String only, boolean everything, String... replace) {
        var unused = recorded(recorded, DurableSpec.DEFAULT);
        return new ReplayedDataflow(
                dataflow,
                recording,
                new ReplayedDataflow.Wish(Selector.of(only), List.of(replace), everything, List.of("1")));
    }

    private Dataflow recorded(String selector, DurableSpec kept) {
        RecordedDataflow.Policy policy = new RecordedDataflow.Policy(true, kept);
        return RecordedDataflow.of(dataflow, Selector.of(selector), policy, recording, "run", "1");
    }

    @Test
    void shouldTellTheRecorderHowEachJournalIsKept() {
        DurableSpec kept = new DurableSpec(true, Duration.ofMinutes(5), 1 << 20, Duration.ofHours(2), 8 << 20, 2 << 20);

        NodeSpec recorder = node(recorded("filter", kept), RecordedDataflow.RECORDER);

        String settings = "300000,1048576,7200000,8388608,2097152";
        assertThat(recorder.args()).endsWith(settings, settings).hasSize(4);
    }

    @Test
    void shouldGoOnWithARecordingOfTheSameRunAloneAndNotMixPolicies() {
        RecordingDirectory.Facts facts =
                RecordingDirectory.Facts.now("run", "flow", "flow.yml", "lossless", "1", List.of("source/rows"));
        assertThat(recording.createOrContinue(facts, dataflow.file())).isEmpty();
        assertThat(recording.createOrContinue(
                        RecordingDirectory.Facts.now("run", "flow", "flow.yml", "lossless", "1", List.of("sum/total")),
                        dataflow.file()))
                .contains(facts);

        assertThat(recording.facts().outputs()).containsExactly("source/rows", "sum/total");
        assertThatThrownBy(() -> recording.createOrContinue(
                        RecordingDirectory.Facts.now("run", "flow", "flow.yml", "lossy", "1", List.of("sum/total")),
                        dataflow.file()))
                .hasMessageContaining("was begun with the policy lossless");
        assertThatThrownBy(() -> recording.createOrContinue(
                        RecordingDirectory.Facts.now("other", "flow", "flow.yml", "lossless", "1", List.of()),
                        dataflow.file()))
                .hasMessageContaining("is a recording of run run; choose another name with --as");
    }

    @Test
    void shouldTakeBackWhatCouldNotBegin() {
        RecordingDirectory.Facts lossy =
                RecordingDirectory.Facts.now("run", "flow", "flow.yml", "lossy", "1", List.of("source/rows"));
        recording.takeBack(recording.createOrContinue(lossy, dataflow.file()));
        assertThat(recording.path()).doesNotExist();

        RecordingDirectory.Facts begun =
                RecordingDirectory.Facts.now("run", "flow", "flow.yml", "lossless", "1", List.of("source/rows"));
        assertThat(recording.createOrContinue(begun, dataflow.file())).isEmpty();
        recording.takeBack(recording.createOrContinue(
                RecordingDirectory.Facts.now("run", "flow", "flow.yml", "lossless", "1", List.of("sum/total")),
                dataflow.file()));
        assertThat(recording.facts()).isEqualTo(begun);
    }

    private static List<String> nodes(Dataflow of) {
        return of.nodes().stream().map(NodeSpec::id).toList();
    }

    private static NodeSpec node(Dataflow of, String id) {
        return of.nodes().stream()
                .filter(node -> node.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldAddARecorderThatReadsWhatIsKept() {
        Dataflow recorded = recorded("filter", DurableSpec.DEFAULT);

        NodeSpec recorder = node(recorded, RecordedDataflow.RECORDER);
        assertThat(recorder.inputs())
                .extracting(InputSpec::source)
                .containsExactly(new OutputSource("filter", "few"), new OutputSource("filter", "rest"));
        assertThat(recorder.inputs()).extracting(InputSpec::policy).containsOnly(QueuePolicy.BACKPRESSURE);
        assertThat(recording.facts().outputs()).containsExactly("filter/few", "filter/rest");
        assertThat(recording.dataflow()).hasContent(FLOW);
    }

    @Test
    void shouldReplaceAllThatWasRecordedAndLeaveOutWhatFedIt() {
        ReplayedDataflow replayed = replay("filter", "*", false);

        Dataflow made = replayed.make();

        assertThat(nodes(made)).containsExactly(ReplayedDataflow.REPLAYER, "sum", "report", "log");
        assertThat(replayed.leftOut()).containsExactly("source");
        assertThat(node(made, ReplayedDataflow.REPLAYER).outputs())
                .extracting(OutputSpec::id)
                .containsExactly("filter.few");
        InputSpec few = node(made, "sum").inputs().get(0);
        assertThat(few.source()).isEqualTo(new OutputSource(ReplayedDataflow.REPLAYER, "filter.few"));
        assertThat(few.queueSize()).isEqualTo(3);
        assertThat(few.policy()).isEqualTo(QueuePolicy.DROP_OLDEST);
    }

    @Test
    void shouldWaitForEveryReaderWhenNothingMayBeLost() {
        Dataflow made = replay("*", "*", true, "filter").make();

        assertThat(node(made, "sum").inputs().get(0).policy()).isEqualTo(QueuePolicy.BACKPRESSURE);
        assertThat(node(made, "log").inputs().get(0).policy()).isEqualTo(QueuePolicy.BACKPRESSURE);
        assertThat(node(made, "report").inputs().get(0).policy()).isEqualTo(QueuePolicy.DROP_OLDEST);
    }

    @Test
    void shouldRunWhatIsNotReplacedThoughItWasRecorded() {
        Dataflow made = replay("*", "*", false, "sum").make();

        assertThat(nodes(made)).containsExactly(ReplayedDataflow.REPLAYER, "source", "filter", "report", "log");
    }

    @Test
    void shouldRefuseWhatTheRecordingHasNot() {
        assertThatThrownBy(() -> replay("sum", "*", false, "filter").make())
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("input `few` of node `sum` reads filter/few, which would be replaced");
        assertThatThrownBy(() -> replay("*", "*", false, "nobody").make()).hasMessageContaining("has no node `nobody`");
        assertThatThrownBy(() -> replay("*", "lidar", false).make())
                .hasMessageContaining("no output is called `lidar`");
        assertThatThrownBy(() -> replay("*", "*", false, "report", "log").make())
                .hasMessageContaining("nothing reads what would be replayed");
    }

    @Test
    void shouldFeedWhoeverReadsAJournalThroughTheRing() throws Exception {
        dataflow = readingJournals(dataflow);

        Dataflow made = replay("*", "*", false, "filter").make();

        for (String reader : List.of("sum", "report")) {
            InputSpec input = node(made, reader).inputs().get(0);
            assertThat(input.journal()).isEmpty();
            assertThat(input.policy()).isEqualTo(QueuePolicy.BACKPRESSURE);
        }
    }

    @Test
    void shouldRefuseACycleThatCouldBlockWithoutItsJournal() throws Exception {
        dataflow = readingJournals(DataflowReader.read(Files.writeString(folder.resolve("cycle.yml"), """
                nodes:
                  - {id: source, path: dynamic, outputs: [rows]}
                  - id: left
                    path: dynamic
                    inputs: {rows: source/rows, back: {source: right/out, queue_policy: backpressure}}
                    outputs: [out]
                  - {id: right, path: dynamic, inputs: {in: left/out}, outputs: [out]}
                  - {id: report, path: dynamic, inputs: {in: left/out}}
                """)));

        assertThatThrownBy(() -> replay("source", "*", false).make())
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("cycle.yml:")
                .hasMessageContaining("can block, and it may stop for ever; replace a node of it with --replace");
        assertThat(nodes(replay("*", "*", false, "source", "right").make()))
                .containsExactly(ReplayedDataflow.REPLAYER, "left", "report");
    }

    private static Dataflow readingJournals(Dataflow of) {
        return of.withNodes(of.nodes().stream()
                .map(node -> node.withInputs(node.inputs().stream()
                        .map(ReplayedDataflowTest::ofJournal)
                        .toList()))
                .toList());
    }

    private static InputSpec ofJournal(InputSpec input) {
        return new InputSpec(
                input.id(),
                input.source(),
                input.queueSize(),
                input.policy(),
                input.maxHeld(),
                input.onRestart(),
                input.deadlines(),
                Optional.of(new JournalSpec(StartAt.EARLIEST, Optional.empty())),
                input.position());
    }
}
