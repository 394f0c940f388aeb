package dev.bowstring.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataflowCommandsTest {
    private static final String VALID = """
            nodes:
              - {id: a, path: /bin/sh, description: "Red\\e[31m", inputs: {tick: timer/hz/1}, outputs: [out]}
              - {id: b, path: /bin/sh, inputs: {in: {source: a/out, queue_policy: backpressure}}}
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void setUp() {
        file = directory.resolve("flow.yml");
    }

    @Test
    void shouldSayThatAFileIsValid() throws Exception {
        int exit = execute("validate", VALID);

        assertThat(exit).isZero();
        assertThat(out.toString().strip()).isEqualTo(file + ": valid, 2 nodes, 1 edges");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldPrintTheGraph() throws Exception {
        int exit = execute("graph", VALID);

        assertThat(exit).isZero();
        assertThat(out.toString()).isEqualTo("""
                        flowchart LR
                          n0["a<br/>Red\\u001b[31m"]
                          n1["b"]
                          t0(["timer/hz/1"])
                          n0 -->|"out as in (backpressure)"| n1
                          t0 -.->|"tick"| n0
                        """);
    }

    @Test
    void shouldShowWhichNodesAreDynamic() throws Exception {
        String dynamic = "nodes: [{id: a, path: /bin/sh, outputs: [x]}, {id: b, path: dynamic, inputs: {x: a/x}}]";

        assertThat(execute("validate", dynamic)).isZero();
        assertThat(execute("graph", dynamic)).isZero();

        assertThat(out.toString()).contains("valid, 2 nodes, 1 edges", "n0[\"a\"]", "n1[\"b<br/>(dynamic)\"]");
    }

    @Test
    void shouldTellEveryProblemOnTheErrorStream() throws Exception {
        for (String command : new String[] {"validate", "graph"}) {
            err.getBuffer().setLength(0);

            int exit = execute(command, "nodes: [{id: a, path: /bin/sh, inputs: {x: b/c}}]\nnodez: []\n");

            assertThat(exit).isEqualTo(2);
            assertThat(out.toString()).isEmpty();
            assertThat(err.toString().lines())
                    .containsExactly(
                            file + ":1:44: there is no node `b`; did you mean `a`?",
                            file + ":2:1: unknown key `nodez` of a dataflow; did you mean `nodes`?");
        }
    }

    @Test
    void shouldRefuseToWorkWithoutAFile() {
        assertThat(execute("validate")).isEqualTo(2);
        assertThat(err.toString()).contains("FILE");

        assertThat(execute("graph", file)).isEqualTo(2);
        assertThat(err.toString()).contains(file + ":1:1: no such file");
    }

    private int execute(String command, String yaml) throws IOException {
        Files.writeString(file, yaml);
        return execute(command, file);
    }

    private int execute(String command, Path path) {
        return execute(new String[] {command, path.toString()});
    }

    private int execute(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
