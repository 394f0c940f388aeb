package dev.bowstring.runtime.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** For how long an input may be silent, and hold up its publisher, as it is written. */
class DeadlineTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path directory;

    private FlowFile flow;

    @BeforeEach
    void prepare() {
        flow = new FlowFile(directory);
    }

    @Test
    void shouldReadAllThatCanBeSaid() throws Exception {
        Dataflow dataflow = flow.read("""
                nodes:
                  - {id: a, path: sh, outputs: [out]}
                  - id: b
                    path: sh
                    inputs:
                      plain: a/out
                      quiet: {source: a/out, input_timeout: 5.0}
                      slow: {source: a/out, queue_policy: backpressure, stall_timeout: 500ms}
                      stuck: {source: a/out, queue_policy: backpressure, stall_timeout: 1m, on_stall: kill}
                """);

        assertThat(dataflow.nodes().get(1).inputs())
                .extracting(InputSpec::deadlines)
                .containsExactly(
                        InputDeadlines.NONE,
                        new InputDeadlines(5 * SECOND, InputDeadlines.NEVER, OnStall.DROP),
                        new InputDeadlines(InputDeadlines.NEVER, SECOND / 2, OnStall.DROP),
                        new InputDeadlines(InputDeadlines.NEVER, 60 * SECOND, OnStall.KILL));
    }

    static Stream<Arguments> shouldRefuse() {
        String waited = "source: b/out, queue_policy: backpressure, ";
        return Stream.of(
                arguments("source: b/out, input_timeout: 0", "write a time from `1ms` to `24h`"),
                arguments("source: b/out, input_timeout: soon", "`input_timeout` is `soon`"),
                arguments("source: b/out, input_timeout: 25h", "write a time from `1ms` to `24h`"),
                arguments(waited + "stall_timeout: 99ms", "write a time from `100ms` to `24h`"),
                arguments(
                        "source: b/out, stall_timeout: 1s",
                        "`stall_timeout` has no effect on an input that no publisher waits for;"
                                + " add `queue_policy: backpressure`, or remove it"),
                arguments(waited + "on_stall: kill", "`on_stall` has no effect without a time"),
                arguments(
                        waited + "stall_timeout: 1s, on_stall: explode",
                        "`on_stall` is `explode`; write one of drop, kill"),
                arguments("source: timer/secs/1, input_timeout: 5s", "`input_timeout` means nothing for a timer"),
                arguments("source: timer/secs/1, stall_timeout: 5s", "`stall_timeout` means nothing for a timer"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void shouldRefuse(String entries, String problem) {
        assertThat(String.join("\n", flow.problems("""
                        nodes:
                          - {id: b, path: sh, outputs: [out]}
                          - {id: a, path: sh, inputs: {in: {%s}}}
                        """.formatted(entries)))).contains(problem);
    }

    @Test
    void shouldNotPromiseToKillAProcessOfTheUsers() {
        assertThat(flow.problems("""
                nodes:
                  - {id: b, path: sh, outputs: [out]}
                  - id: a
                    path: dynamic
                    inputs:
                      in: {source: b/out, queue_policy: backpressure, stall_timeout: 5s, on_stall: kill}
                """))
                .singleElement()
                .asString()
                .startsWith("6:")
                .endsWith(": a dynamic node cannot be killed: its process is the user's; write `on_stall: drop`");
    }

    @Test
    void shouldReadTheGrace() throws Exception {
        String nodes = "nodes: [{id: a, path: sh}]";
        assertThat(flow.read(nodes).grace()).hasSeconds(5);
        assertThat(flow.read("grace: 0s\n" + nodes).grace()).isZero();
        assertThat(flow.read("grace: 2 min\n" + nodes).grace()).hasMinutes(2);
        assertThat(flow.problems("grace: 2h\n" + nodes))
                .containsExactly("1:8: `grace` is `2h`; write a time from `0s`" + " to `1h`, such as `30s`");
    }

    @Test
    void shouldLiftTheDeadlinesOfANodeThatIsDebugged() throws Exception {
        Dataflow dataflow = flow.read("""
                nodes:
                  - {id: a, path: sh, outputs: [out]}
                  - id: b
                    path: Node.java
                    debug: true
                    health_check_timeout: 1s
                    inputs:
                      in: {source: a/out, queue_policy: backpressure, input_timeout: 1s, stall_timeout: 1s, on_stall: kill}
                  - {id: c, path: Node.java, debug: 5005}
                  - {id: d, path: Node.java, debug: false, outputs: [out], health_check_timeout: 1s}
                """);

        NodeSpec debugged = dataflow.nodes().get(1);
        assertThat(debugged.debug().port()).contains(DebugSpec.ANY_PORT);
        assertThat(debugged.health()).isEqualTo(HealthSpec.DEFAULT);
        assertThat(debugged.inputs().get(0).deadlines())
                .as("its publisher is not debugged")
                .isEqualTo(new InputDeadlines(SECOND, InputDeadlines.NEVER, OnStall.DROP));
        assertThat(dataflow.nodes().get(2).debug().port()).contains(5005);
        assertThat(dataflow.nodes().get(3).debug()).isEqualTo(DebugSpec.OFF);
        assertThat(dataflow.nodes().get(3).health()).isEqualTo(new HealthSpec(SECOND));
    }

    static Stream<Arguments> shouldRefuseToDebug() {
        return Stream.of(
                arguments(
                        "path: Node.java, debug: yes", "`debug` is `yes`; write `true`, or a port from 1024 to 65535"),
                arguments("path: Node.java, debug: 80", "`debug` is `80`"),
                arguments("path: Node.java, debug: 65536", "`debug` is `65536`"),
                arguments("path: Node.java, debug: {port: 5005}", "`debug` must be text, not a map"),
                arguments("path: sh, debug: true", "`debug` is for Java programs only; remove it"),
                arguments("path: dynamic, debug: true, outputs: [o]", "`debug` means nothing for a dynamic node"),
                arguments(
                        "path: Node.java, debug: true, jvm_options: ['-agentlib:jdwp=transport=dt_socket']",
                        "`debug` adds a debugger port itself; remove one of the two"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void shouldRefuseToDebug(String entries, String problem) {
        assertThat(String.join("\n", flow.problems("nodes: [{id: a, " + entries + "}]")))
                .contains(problem);
    }
}
