package dev.bowstring.runtime.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramTest {
    @TempDir
    private Path directory;

    private FlowFile flow;

    @BeforeEach
    void setUp() {
        flow = new FlowFile(directory);
    }

    @Test
    void shouldTellProgramsApart() throws Exception {
        Path jar = flow.program("lib/node.jar");
        Path script = flow.program("bin/node.sh");
        assertThat(script.toFile().setExecutable(true)).isTrue();

        assertThat(flow.node("path: lib/node.jar").program()).isEqualTo(new JarProgram(jar, List.of()));
        assertThat(flow.node("path: Node.java", "classpath: lib").program())
                .isEqualTo(new JavaSourceProgram(directory.resolve("Node.java"), List.of(directory.resolve("lib"))));
        assertThat(flow.node("path: com.example.Node", "classpath: lib/node.jar")
                        .program())
                .isEqualTo(new MainClassProgram("com.example.Node", List.of(jar)));
        assertThat(flow.node("path: bin/node.sh").program()).isEqualTo(new ExecutableProgram(script));
        assertThat(flow.node("path: /bin/sh").program()).isEqualTo(new ExecutableProgram(Path.of("/bin/sh")));
    }

    @Test
    void shouldLookForAPlainNameBesideTheFileAndThenOnThePath() throws Exception {
        assertThat(flow.node("path: sh").program()).isEqualTo(new ExecutableProgram(Path.of("/bin/sh")));

        Path own = flow.program("sh");
        assertThat(own.toFile().setExecutable(true)).isTrue();

        assertThat(flow.node("path: sh").program()).isEqualTo(new ExecutableProgram(own));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            '#!/usr/bin/pyton3'     | wants the interpreter `/usr/bin/pyton3`, which does not exist
            '#! ./plain -x'         | wants the interpreter `./plain`, which is not executable
            '#!'                    | names no interpreter in its first line
            '#!/bin/sh\r'           | ends its first line as Windows does; save it with Unix line ends
            """)
    void shouldRefuseAScriptWhoseInterpreterCannotBeStarted(String line, String problem) throws Exception {
        Path script = flow.program("node.sh");
        flow.program("plain");
        Files.writeString(script, line + "\n:\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();

        assertThat(flow.problems("nodes: [{id: a, path: node.sh}]"))
                .singleElement()
                .asString()
                .contains("1:23: `node.sh` " + problem);

        Files.writeString(script, "#!/bin/sh -e\n:\n");
        assertThat(flow.node("path: node.sh").program()).isEqualTo(new ExecutableProgram(script));
    }

    @Test
    void shouldWriteOutAClasspath() throws Exception {
        Path b = flow.program("lib/b.jar");
        Path a = flow.program("lib/a.jar");
        flow.program("lib/readme.txt");
        Path classes = Files.createDirectory(directory.resolve("classes"));

        assertThat(classpath("classpath: 'classes:lib/*'")).containsExactly(classes, a, b);
        assertThat(classpath("classpath: [lib/b.jar, classes]")).containsExactly(b, classes);
        assertThat(classpath("classpath: .")).containsExactly(directory);
    }

    @Test
    void shouldSayWhatIsWrongWithAProgram() throws Exception {
        flow.program("plain.txt");
        Files.createDirectory(directory.resolve("lib"));

        assertThat(flow.nodeProblems("path: target/node.jar"))
                .containsExactly(
                        "3:11: `target/node.jar` does not exist in `" + directory + "/target`; build it first");
        assertThat(flow.nodeProblems("path: no-such-program"))
                .containsExactly(
                        "3:11: `no-such-program` does not exist in `" + directory + "`; nor is it on the PATH");
        assertThat(flow.nodeProblems("path: com.example.Node"))
                .containsExactly(
                        "3:11: `com.example.Node` does not exist in `" + directory + "`; a class needs a `classpath`");
        assertThat(flow.nodeProblems("path: plain.txt"))
                .containsExactly("3:11: `plain.txt` is not executable; chmod +x plain.txt");
        assertThat(flow.nodeProblems("path: lib")).containsExactly("3:11: `lib` is not a file");
        assertThat(flow.nodeProblems("path: \"a\\x01\""))
                .containsExactly("3:11: `a\\u0001` does not exist in `" + directory + "`; nor is it on the PATH");
        assertThat(flow.nodeProblems("path: \"a\\0b\"")).containsExactly("3:11: `path` holds a NUL character");
        assertThat(flow.problems("nodes: [{id: a}]"))
                .containsExactly("1:9: this node has no `path`; add the program that it runs");
    }

    @Test
    void shouldTakeADynamicNodeWithItsPortsAndNothingToStart() throws Exception {
        NodeSpec node = flow.node("path: dynamic", "inputs: {tick: timer/hz/1, in: a/out}", "outputs: [out]");

        assertThat(node.isDynamic()).isTrue();
        assertThat(node.inputs()).hasSize(2);
        assertThat(node.outputs()).hasSize(1);
        assertThat(flow.node("path: ./Node.java").isDynamic()).isFalse();
    }

    @Test
    void shouldRefuseWhatOnlyAStartedNodeCanHave() {
        String why = "means nothing for a dynamic node: it attaches, nobody starts it; remove it";

        assertThat(flow.nodeProblems(
                        "path: dynamic",
                        "args: [x]",
                        "env: {A: b}",
                        "jvm_options: [-Xmx1g]",
                        "classpath: .",
                        "restart_policy: never"))
                .containsExactly(
                        "4:11: `args` " + why,
                        "5:10: `env` " + why,
                        "6:18: `jvm_options` " + why,
                        "7:16: `classpath` " + why,
                        "8:21: `restart_policy` " + why);
        assertThat(flow.nodeProblems("path: dynamic", "args: x", "inputs: {in: a/nothing}"))
                .contains("5:18: node `a` has no output `nothing`; add it to the node's `outputs`");
    }

    @Test
    void shouldSayWhatIsWrongWithAClasspath() throws Exception {
        Files.createDirectory(directory.resolve("lib"));

        assertThat(flow.nodeProblems("classpath: 'lib:lob'"))
                .containsExactly("4:16: `lob` does not exist in `" + directory + "`; did you mean `lib`?");
        assertThat(flow.nodeProblems("classpath: lib/*"))
                .containsExactly("4:16: `lib/*` matches no jar; build it first");
        assertThat(flow.nodeProblems("classpath: []"))
                .containsExactly("4:16: `classpath` is empty; add a jar or a directory");
        assertThat(flow.nodeProblems("classpath: 'lib:'"))
                .containsExactly("4:16: `classpath` has an empty entry; write `.` for the dataflow's directory");
        assertThat(flow.nodeProblems("path: run-it", "classpath: lib"))
                .containsExactly(
                        "3:11: `run-it` is no Java program; name a class, a `.jar` or a `.java` file, or remove `classpath`");
    }

    @Test
    void shouldKeepJvmOptionsThatTheRuntimeOwnsForItself() throws Exception {
        assertThat(flow.node("jvm_options: [-Xmx64m, -Dkey=value, -XX:+UseSerialGC, --add-opens=a/b=c]")
                        .jvmOptions())
                .hasSize(4);
        assertThat(flow.node("jvm_options: [-Dbowstring.idle=spinning, -Dbowstring.leaks=full]")
                        .jvmOptions())
                .hasSize(2);
        assertThat(flow.nodeProblems("jvm_options: [-cp, a.jar, -jar, -XX:SharedArchiveFile=x, --add-opens]"))
                .containsExactly(
                        "4:19: JVM option `-cp` is set by the runtime; use `classpath`",
                        "4:24: JVM option `a.jar` does not begin with `-`; write one option per item, as `-Xmx64m`",
                        "4:31: JVM option `-jar` is set by the runtime; use `path`",
                        "4:37: JVM option `-XX:SharedArchiveFile=x` is set by the runtime; remove it",
                        "4:62: JVM option `--add-opens` would take the next option for its value;"
                                + " write the value behind `=`");
        assertThat(flow.nodeProblems("jvm_options: [-Djava.class.path=x, -Dbowstring.x=y, -XX:Flags=f, -Xshare:off]"))
                .hasSize(4);
        assertThat(flow.nodeProblems("path: sh", "jvm_options: [-Xmx1g]"))
                .containsExactly("4:18: `jvm_options` are for Java programs only; remove them");
    }

    private List<Path> classpath(String line) throws InvalidDataflowException {
        return ((JavaSourceProgram) flow.node(line).program()).classpath();
    }
}
