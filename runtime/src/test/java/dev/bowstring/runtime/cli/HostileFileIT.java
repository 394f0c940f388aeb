package dev.bowstring.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.bowstring.runtime.cli.Bowstring.Ended;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code run} on files that mean no good: each also has a node that would leave a trace if it were started. */
@Tag("process")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HostileFileIT {
    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void shouldRefuseTheFileWithAPlaceAndStartNothing(String attack, String yaml, String expected) throws Exception {
        Path trace = directory.resolve("trace");
        String traced = "  - {id: tracer, path: /bin/sh, args: [-c, \"touch " + trace + "\"]}\n";
        try (Bowstring bowstring = new Bowstring(directory)) {

            Ended ended = bowstring.run(yaml.replace("TRACER\n", traced));

            assertThat(ended.exitCode()).as(ended.err()).isEqualTo(2);
            assertThat(ended.err())
                    .contains(expected)
                    .containsPattern("flow\\.yml:[0-9]+:[0-9]+: ")
                    .doesNotContain("Exception", "\tat ");
            assertThat(ended.out()).isEmpty();
            assertThat(trace).doesNotExist();
            assertThat(bowstring.data()).doesNotExist();
            bowstring.assertNothingLeft();
        }
    }

    static Stream<Arguments> files() {
        String laughs = IntStream.range(1, 30)
                .mapToObj(i -> "l" + i + ": &l" + i + " [*l" + (i - 1) + " , *l" + (i - 1) + " ]\n")
                .collect(Collectors.joining());
        return Stream.of(
                arguments("not YAML", "nodes:\nTRACER\n\t- id: a\n", "is not YAML"),
                arguments("aliases", "l0: &l0 ha\n" + laughs + "nodes:\nTRACER\n", "is too large when its aliases"),
                arguments("an alias of itself", "nodes:\nTRACER\n  - &a [*a]\n", "lies inside the value that it names"),
                arguments("depth", "nodes:\nTRACER\n  - " + "[".repeat(10_000), "nested more than 32 deep"),
                arguments("a key twice", "nodes:\nTRACER\nnodes: []\n", "key `nodes` appears twice"),
                arguments("a tag", "nodes:\nTRACER\n  - !!javax.script.ScriptEngineManager []\n", "is refused"),
                arguments("an id that climbs", "nodes:\nTRACER\n  - {id: ../../x, path: /bin/sh}\n", "`../../x`"),
                arguments("an unknown key", "nodes:\nTRACER\ncolour: red\n", "unknown key `colour`"),
                arguments("a later key", "nodes:\nTRACER\nbuild: make\n", "is not supported yet"),
                arguments(
                        "an unknown input",
                        "nodes:\nTRACER\n  - {id: a, path: /bin/sh, inputs: {in: nobody/out}}\n",
                        "there is no node `nobody`"),
                arguments("a blocking cycle", "nodes:\nTRACER\n" + waiting("a", "b") + waiting("b", "a"), "cycle"),
                arguments("2 MB", "nodes:\nTRACER\n#" + "x".repeat(2_000_000), "is larger than 1 MiB"));
    }

    private static String waiting(String node, String other) {
        return "  - {id: " + node + ", path: /bin/sh, outputs: [out], inputs: {in: {source: " + other
                + "/out, queue_policy: backpressure}}}\n";
    }
}
