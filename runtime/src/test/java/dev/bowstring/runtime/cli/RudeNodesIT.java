package dev.bowstring.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bowstring.runtime.cli.Bowstring.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nodes that do what nodes should not, beside a neighbour that sleeps until it is told to stop: what becomes of the run. */
@Tag("process")
@Tag("faults")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RudeNodesIT {
    private static final String NEIGHBOUR = """
              - id: neighbour
                path: sh
                args: [-c, "trap 'exit 0' TERM; while :; do sleep 0.1; done"]
            """;

    @TempDir
    Path directory;

    private Bowstring bowstring;

    @BeforeEach
    void makeDirectories() throws Exception {
        bowstring = Bowstring.sharingCaches(directory);
    }

    @AfterEach
    void leaveNothing() {
        bowstring.close();
    }

    private static Arguments row(String what, String node, int exitCode, String summary, String... said) {
        return arguments(what, node, exitCode, summary, List.of(said));
    }

    static Stream<Arguments> shouldEndAsExpected() {
        return Stream.of(
                row(
                        "ignores SIGTERM",
                        sh("trap '' TERM; echo up; while :; do sleep 0.1; done"),
                        1,
                        "rude failed: did not stop in time",
                        "node rude failed: did not stop in time"),
                row(
                        "ignores SIGTERM, and so does its grandchild",
                        sh(
                                "trap '' TERM; (sh -c 'while :; do sleep 0.1; done' &); echo up; while :; do sleep 0.1; done"),
                        1,
                        "rude failed: did not stop in time"),
                row(
                        "ends at once and leaves a grandchild",
                        sh("(sleep 1000 &); exit 0"),
                        0,
                        "rude stopped",
                        new String[0]),
                row("ends early", sh("exit 0"), 0, "rude stopped", new String[0]),
                row(
                        "hangs before it is ready",
                        sh("while :; do sleep 0.1; done") + "    outputs: [out]\n",
                        1,
                        "rude failed: did not connect in time",
                        "start_timeout: not ready after 1500 ms: rude"),
                row(
                        "ends before it is ready, though well",
                        sh("exit 0") + "    outputs: [out]\n",
                        0,
                        "rude stopped",
                        new String[0]),
                row(
                        "crashes for ever",
                        sh("exit 9")
                                + "    restart_policy: on-failure\n    restart_delay: 1ms\n    max_restart_delay: 20ms\n"
                                + "    max_restarts: 20\n    on_failure: isolate\n",
                        1,
                        "rude failed after 20 restarts: exit code 9, after 20 restarts",
                        "restart 20 of at most 20",
                        "the others go on (on_failure: isolate)"),
                row(
                        "prints 100 MB",
                        sh("yes 0123456789012345678901234567890123456789 | head -c 100000000"),
                        0,
                        "rude stopped",
                        new String[0]));
    }

    private static String sh(String script) {
        return "  - id: rude\n    path: sh\n    args: [-c, \"" + script + "\"]\n";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @Execution(ExecutionMode.CONCURRENT)
    void shouldEndAsExpected(String what, String node, int exitCode, String summary, List<String> said)
            throws Exception {
        Path json = directory.resolve("summary.json");
        Ended ended = bowstring.run(
                "start_timeout: 1500ms\nnodes:\n" + node + NEIGHBOUR,
                "--quiet",
                "--stop-after",
                "3s",
                "--json",
                json.toString());

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(exitCode);
        assertThat(ends(json)).anyMatch(end -> end.startsWith(summary)).contains("neighbour stopped");
        said.forEach(words -> assertThat(ended.err()).contains(words));
        bowstring.assertNothingLeft();
    }

    /** As people read it. */
    private static List<String> ends(Path json) throws Exception {
        List<String> ends = new ArrayList<>();
        for (JsonNode node : new ObjectMapper().readTree(json.toFile()).get("nodes")) {
            String restarts = node.get("restarts").asInt() == 0 ? "" : " after " + node.get("restarts") + " restarts";
            String cause = node.get("cause").asText();
            ends.add(node.get("node").asText() + " " + node.get("state").asText() + restarts
                    + (cause.isEmpty() ? "" : ": " + cause));
        }
        return ends;
    }
}
