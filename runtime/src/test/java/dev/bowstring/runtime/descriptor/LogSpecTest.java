package dev.bowstring.runtime.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.logs.LogLevel;
import dev.bowstring.runtime.logs.LogLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogSpecTest {
    @TempDir
    private Path directory;

    private FlowFile flow;

    @BeforeEach
    void makeFile() {
        flow = new FlowFile(directory);
    }

    @Test
    void shouldKeepEverythingInFilesOfModestSizeUnlessToldOtherwise() throws Exception {
        assertThat(flow.node("path: /bin/sh").logs())
                .isEqualTo(new LogSpec(new LogLimits(LogLevel.TRACE, 32 << 20, 5), Optional.empty(), Optional.empty()));
    }

    @Test
    void shouldTakeTheLimitsOfTheDataflowUnlessTheNodeHasItsOwn() throws Exception {
        Dataflow dataflow = flow.read("""
                min_log_level: info
                max_log_size: 1 MiB
                max_rotated_files: 2
                nodes:
                  - {id: a, path: /bin/sh}
                  - {id: b, path: /bin/sh, min_log_level: error, max_log_size: 64KiB, max_rotated_files: 0}
                """);

        assertThat(dataflow.nodes())
                .extracting(node -> node.logs().limits())
                .containsExactly(new LogLimits(LogLevel.INFO, 1 << 20, 2), new LogLimits(LogLevel.ERROR, 64 << 10, 0));
    }

    @Test
    void shouldTakeTheOutputsOfItsLinesFromTheNode() throws Exception {
        NodeSpec node =
                flow.node("outputs: [x, {id: words, arena: 2MiB}]", "send_stdout_as: words", "send_logs_as: log");

        assertThat(node.outputs()).extracting(OutputSpec::id).containsExactly("x");
        assertThat(node.logs().stdout()).contains(new OutputSpec("words", 2 << 20, 2 << 20));
        assertThat(node.logs().logs()).contains(new OutputSpec("log", 1 << 20, 1 << 20));
    }

    @Test
    void shouldReadLogsAsASource() throws Exception {
        Dataflow dataflow = flow.read("""
                nodes:
                  - {id: a, path: /bin/sh, send_stdout_as: words}
                  - id: b
                    path: /bin/sh
                    inputs: {all: logs, some: dora/logs/warn, one: logs/info/a, few: {source: logs, queue_size: 3}, words: a/words}
                """);

        List<InputSpec> inputs = dataflow.nodes().get(1).inputs();
        assertThat(inputs)
                .extracting(InputSpec::source)
                .containsExactly(
                        new LogsSource(LogLevel.TRACE, Optional.empty(), "logs"),
                        new LogsSource(LogLevel.WARN, Optional.empty(), "logs/warn"),
                        new LogsSource(LogLevel.INFO, Optional.of("a"), "logs/info/a"),
                        new LogsSource(LogLevel.TRACE, Optional.empty(), "logs"),
                        new OutputSource("a", "words"));
        assertThat(inputs).extracting(InputSpec::queueSize).containsExactly(256, 256, 256, 3, 10);
        assertThat(dataflow.graph().builtIns()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            min_log_level: loud           | `min_log_level` is `loud`; write one of trace, debug, info, warn, error
            min_log_level: wran           | `min_log_level` is `wran`; did you mean `warn`?
            max_log_size: 1KiB            | `max_log_size` is `1KiB`; write a size from 64 KiB to 16 GiB
            max_log_size: 17GiB           | `max_log_size` is `17GiB`
            max_log_size: -1              | `max_log_size` is `-1`
            max_log_size: []              | `max_log_size` must be text, not a list
            max_rotated_files: -1         | `max_rotated_files` is `-1`; write a whole number from 0 to 100
            max_rotated_files: 101        | `max_rotated_files` is `101`
            send_stdout_as: a/b           | `send_stdout_as` is `a/b`; use 1 to 64 letters
            send_logs_as: {}              | `send_logs_as` must be text, not a map
            """)
    void shouldRefuseWhatCannotBe(String line, String problem) {
        assertThat(flow.nodeProblems(line))
                .singleElement()
                .asString()
                .startsWith("4:")
                .contains(problem);
    }

    @Test
    void shouldRefuseWhatAnOutputOfLinesCannotHave() {
        assertThat(flow.nodeProblems(
                        "outputs: [{id: x, arena_max: 1MiB, durable: true}, {id: y, durable: true}]",
                        "send_stdout_as: x"))
                .satisfiesExactly(
                        problem -> assertThat(problem)
                                .startsWith("4:")
                                .contains(
                                        "`arena_max` means nothing for output `x`", "(`send_stdout_as`)", "remove it"),
                        problem -> assertThat(problem).contains("`durable` means nothing for output `x`"));
    }

    @Test
    void shouldRefuseOneOutputForBothKindsOfLines() {
        assertThat(flow.nodeProblems("send_stdout_as: x", "send_logs_as: x"))
                .singleElement()
                .asString()
                .contains("output `x` cannot carry both stdout and logs");
    }

    @Test
    void shouldRefuseToLetAnybodyWaitForAReaderOfLines() {
        List<String> problems = flow.problems("""
                nodes:
                  - {id: a, path: /bin/sh, send_stdout_as: words}
                  - id: b
                    path: /bin/sh
                    inputs:
                      one: {source: logs/warn, queue_policy: backpressure}
                      two: {source: a/words, queue_policy: backpressure}
                """);

        assertThat(problems).hasSize(2);
        assertThat(problems.get(0)).startsWith("6:").contains("logs cannot have `backpressure`", "`queue_size`");
        assertThat(problems.get(1)).startsWith("7:").contains("`a/words` carries what the node prints", "slow reader");
    }

    @Test
    void shouldRefuseANodeThatReadsWhatItPrintsItself() {
        assertThat(flow.nodeProblems("send_stdout_as: x", "inputs: {me: a/x}"))
                .singleElement()
                .asString()
                .contains("node `a` would read what it prints itself");
    }

    @Test
    void shouldRefuseLogsOfNobody() {
        assertThat(flow.nodeProblems("inputs: {l: logs/info}"))
                .singleElement()
                .asString()
                .contains("there is no other node whose logs `a` could read");
    }

    @Test
    void shouldRefuseWhatADynamicNodeCannotHave() {
        List<String> problems = flow.problems("""
                nodes:
                  - {id: a, path: dynamic, min_log_level: info, send_stdout_as: x, inputs: {l: logs/info/b}}
                  - {id: b, path: /bin/sh, inputs: {l: logs/info/a}}
                """);

        assertThat(problems).hasSize(3);
        assertThat(problems.get(0)).contains("`min_log_level` means nothing for a dynamic node");
        assertThat(problems.get(1)).contains("`send_stdout_as` means nothing for a dynamic node");
        assertThat(problems.get(2)).contains("node `a` is dynamic: what it prints goes to its own terminal");
    }
}
