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
                        waited + "stall_timeout: 1s, on_stall: stop", "`on_stall` is `stop`; write one of drop, kill"),
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
}
