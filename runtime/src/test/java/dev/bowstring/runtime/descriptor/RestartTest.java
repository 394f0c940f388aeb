package dev.bowstring.runtime.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.bowstring.runtime.lifecycle.RestartPolicy;
import dev.bowstring.runtime.lifecycle.RestartRules;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the YAML says of restarts. */
class RestartTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path directory;

    private FlowFile flow;

    @BeforeEach
    void prepare() {
        flow = new FlowFile(directory);
    }

    @Test
    void shouldTakeTheHealthCheckOfTheDataflowWhereANodeSaysNothingElse() throws Exception {
        Dataflow dataflow = flow.read("""
                health_check_timeout: 7s
                nodes:
                  - {id: all, path: sh, outputs: [out]}
                  - {id: own, path: sh, outputs: [out], health_check_timeout: 2s}
                  - {id: alone, path: sh}
                  - {id: prints, path: sh, outputs: [lines], send_stdout_as: lines}
                  - {id: dynamic, path: dynamic, outputs: [out]}
                """);

        assertThat(dataflow.nodes())
                .extracting(NodeSpec::health)
                .containsExactly(
                        new HealthSpec(7 * SECOND),
                        new HealthSpec(2 * SECOND),
                        HealthSpec.DEFAULT,
                        HealthSpec.DEFAULT,
                        HealthSpec.DEFAULT);
    }

    @Test
    void shouldReadAllThatCanBeSaid() throws Exception {
        Dataflow dataflow = flow.read("""
                on_failure: isolate
                nodes:
                  - id: a
                    path: sh
                    outputs: [out]
                    restart_policy: on-failure
                    max_restarts: 5
                    restart_delay: 0.5
                    max_restart_delay: 1m
                    restart_window: 10 min
                    on_failure: stop
                    health_check_timeout: 5s
                  - id: b
                    path: sh
                    inputs:
                      in: {source: a/out, on_restart: latest}
                      other: {source: a/out, on_restart: resume}
                    restart_policy: always
                """);

        assertThat(dataflow.nodes().get(0).restart())
                .isEqualTo(new RestartSpec(
                        new RestartRules(RestartPolicy.ON_FAILURE, 5, SECOND / 2, 60 * SECOND, 600 * SECOND),
                        OnFailure.STOP));
        assertThat(dataflow.nodes().get(0).health()).isEqualTo(new HealthSpec(5 * SECOND));
        assertThat(dataflow.nodes().get(1).health()).isEqualTo(HealthSpec.DEFAULT);
        assertThat(dataflow.nodes().get(1).restart())
                .isEqualTo(new RestartSpec(
                        new RestartRules(RestartPolicy.ALWAYS, 0, SECOND / 10, 30 * SECOND, RestartRules.WHOLE_RUN),
                        OnFailure.ISOLATE));
        assertThat(dataflow.nodes().get(1).inputs())
                .extracting(InputSpec::onRestart)
                .containsExactly(OnRestart.LATEST, OnRestart.RESUME);
    }

    @Test
    void shouldNeverRestartUnlessItIsSaid() throws Exception {
        assertThat(flow.read("nodes: [{id: a, path: sh}]").nodes().get(0).restart())
                .isEqualTo(RestartSpec.DEFAULT);
    }

    static Stream<Arguments> shouldRefuse() {
        String restarting = "restart_policy: always, ";
        return Stream.of(
                arguments("restart_policy: allways", "`restart_policy` is `allways`; did you mean `always`?"),
                arguments(restarting + "max_restarts: -1", "write a whole number from 0 to 1000"),
                arguments(restarting + "max_restarts: 1001", "write a whole number from 0 to 1000"),
                arguments(restarting + "restart_delay: 2h", "write a time from `0s` to `1h`"),
                arguments(restarting + "restart_delay: soon", "`restart_delay` is `soon`"),
                arguments(restarting + "max_restart_delay: 2h", "write a time from `0s` to `1h`"),
                arguments(
                        restarting + "max_restart_delay: 1s, restart_delay: 2s",
                        "`max_restart_delay` is shorter than `restart_delay`; make it longer, or remove it"),
                arguments(restarting + "max_restarts: 1, restart_window: 10ms", "write a time from `1s` to `720h`"),
                arguments(restarting + "restart_window: 10s", "no effect without a limit"),
                arguments("restart_delay: 1s", "no effect on a node that is never started again"),
                arguments("max_restart_delay: 1s", "no effect on a node that is never started again"),
                arguments("restart_window: 1s", "no effect on a node that is never started again"),
                arguments("max_restarts: 1", "no effect on a node that is never started again"),
                arguments("outputs: [o], health_check_timeout: 10ms", "write a time from `100ms` to `1h`"),
                arguments("outputs: [o], health_check_timeout: 2h", "write a time from `100ms` to `1h`"),
                arguments(
                        "health_check_timeout: 1s",
                        "no effect on a node without inputs and outputs: it connects to nobody"),
                arguments("on_failure: ignore", "`on_failure` is `ignore`; write one of stop, isolate"),
                arguments(
                        "inputs: {in: {source: b/out, on_restart: latest}}",
                        "no effect on a node that is never started again"),
                arguments(restarting + "inputs: {in: {source: b/out, on_restart: newest}}", "`on_restart` is `newest`"),
                arguments(
                        restarting + "inputs: {in: {source: timer/secs/1, on_restart: latest}}",
                        "`on_restart` means nothing for a timer"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void shouldRefuse(String entries, String problem) {
        assertThat(flow.problems("nodes: [{id: a, path: sh, " + entries + "}, {id: b, path: sh, outputs: [out]}]"))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void shouldRefuseForANodeThatNobodyStarts(String entry) {
        assertThat(flow.problems("nodes: [{id: a, path: dynamic, outputs: [out], " + entry + "}]"))
                .anySatisfy(problem -> assertThat(problem)
                        .contains("means nothing for a dynamic node: it attaches, nobody starts it"));
    }

    static Stream<String> keys() {
        return Stream.of(
                "restart_policy: always",
                "max_restarts: 1",
                "restart_delay: 1s",
                "max_restart_delay: 1s",
                "restart_window: 1s",
                "on_failure: isolate",
                "health_check_timeout: 1s");
    }
}
