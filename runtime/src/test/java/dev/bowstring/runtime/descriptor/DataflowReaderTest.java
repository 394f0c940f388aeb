package dev.bowstring.runtime.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataflowReaderTest {
    @TempDir
    private Path directory;

    private FlowFile flow;

    @BeforeEach
    void setUp() {
        flow = new FlowFile(directory);
    }

    @Test
    void shouldReadEveryWordOfTheLanguage() throws Exception {
        flow.program("camera.jar");
        Dataflow dataflow = flow.read("""
                name: vision
                start_timeout: 90s
                env: {MODE: no, LEVEL: 012}
                nodes:
                  - id: camera
                    name: The camera
                    description: Sees.
                    path: camera.jar
                    args: --rate 30 "two words"
                    env: {LEVEL: '1:30'}
                    inputs: {tick: dora/timer/hz/30}
                    outputs: [frames, {id: raw, arena: 64 MB, arena_max: 1GiB}]
                    jvm_options: [-Xmx64m]
                    start: eager
                    restart_policy: never
                  - id: viewer
                    path: Node.java
                    inputs:
                      image: {source: camera/frames, queue_policy: latest}
                      raw: {source: camera/raw, queue_size: 4, queue_policy: backpressure, max_held: 2}
                """);

        assertThat(dataflow.name()).isEqualTo("vision");
        assertThat(dataflow.file()).isEqualTo(flow.path());
        assertThat(dataflow.directory()).isEqualTo(directory);
        assertThat(dataflow.startTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(dataflow.env()).containsEntry("MODE", "no").containsEntry("LEVEL", "012");
        assertThat(dataflow.nodes()).extracting(NodeSpec::id).containsExactly("camera", "viewer");

        NodeSpec camera = dataflow.nodes().get(0);
        assertThat(camera.program()).isEqualTo(new JarProgram(directory.resolve("camera.jar"), List.of()));
        assertThat(camera.args()).containsExactly("--rate", "30", "two words");
        assertThat(camera.env()).containsEntry("MODE", "no").containsEntry("LEVEL", "1:30");
        assertThat(camera.jvmOptions()).containsExactly("-Xmx64m");
        assertThat(camera.start()).isEqualTo(Start.EAGER);
        assertThat(camera.position()).isEqualTo(new SourcePosition(5, 5));
        assertThat(camera.name()).isEqualTo("The camera");
        assertThat(camera.description()).isEqualTo("Sees.");
        assertThat(camera.inputs().get(0).source()).isEqualTo(new TimerSource(33_333_333, "timer/hz/30"));
        assertThat(camera.outputs())
                .containsExactly(
                        new OutputSpec("frames", 8 << 20, 256 << 20), new OutputSpec("raw", 64_000_000, 1 << 30));

        NodeSpec viewer = dataflow.nodes().get(1);
        assertThat(viewer.name()).isEqualTo("viewer");
        assertThat(viewer.start()).isEqualTo(Start.BARRIER);
        assertThat(viewer.inputs())
                .containsExactly(
                        new InputSpec(
                                "image",
                                new OutputSource("camera", "frames"),
                                1,
                                QueuePolicy.LATEST,
                                16,
                                OnRestart.RESUME,
                                InputDeadlines.NONE,
                                Optional.empty(),
                                new SourcePosition(19, 23)),
                        new InputSpec(
                                "raw",
                                new OutputSource("camera", "raw"),
                                4,
                                QueuePolicy.BACKPRESSURE,
                                2,
                                OnRestart.RESUME,
                                InputDeadlines.NONE,
                                Optional.empty(),
                                new SourcePosition(20, 21)));
    }

    @Test
    void shouldFillInDefaults() throws Exception {
        Dataflow dataflow = flow.read("""
                nodes:
                  - id: a
                    path: Node.java
                    inputs: {own: a/out}
                    outputs: [out]
                """);

        InputSpec input = dataflow.nodes().get(0).inputs().get(0);
        assertThat(dataflow.name()).isEqualTo("flow");
        assertThat(dataflow.startTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(input.queueSize()).isEqualTo(10);
        assertThat(input.policy()).isEqualTo(QueuePolicy.DROP_OLDEST);
        assertThat(input.maxHeld()).isEqualTo(16);
    }

    @Test
    void shouldNameADataflowAfterItsDirectoryWhenTheFileSaysNothing() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("my flights!"));
        Files.writeString(folder.resolve("dataflow.yml"), "nodes: [{id: a, path: /bin/true}]");

        Dataflow dataflow = DataflowReader.read(folder.resolve("dataflow.yml"));

        assertThat(dataflow.name()).isEqualTo("my-flights-");
    }

    @Test
    void shouldFollowAliasesAndIgnoreAByteOrderMark() throws Exception {
        Dataflow dataflow = flow.read("""
                \uFEFFnodes:
                  - {id: a, path: Node.java, env: &shared {X: y}, outputs: &ports [one, two]}
                  - {id: b, path: Node.java, env: *shared, outputs: *ports}
                """);

        assertThat(dataflow.nodes().get(1).env()).containsEntry("X", "y");
        assertThat(dataflow.nodes().get(1).outputs())
                .isEqualTo(dataflow.nodes().get(0).outputs());
    }

    @Test
    void shouldTellEveryProblemAtOnceInTheOrderOfTheFile() {
        List<String> problems = flow.problems("""
                nodes:
                  - id: camera
                    path: Nod.java
                    outputs: [frames]
                  - id: viewer
                    path: Node.java
                    inputs:
                      image: camera/frame
                      other: camer/frames
                    queue_size: 3
                    restart_policy: always
                  - id: camera
                    outputs: [frames, frames]
                    path: Node.java
                    max_restarts: 3
                """);

        assertThat(problems)
                .containsExactly(
                        "3:11: `Nod.java` does not exist in `" + directory + "`; did you mean `Node.java`?",
                        "8:14: node `camera` has no output `frame`; did you mean `frames`?",
                        "9:14: there is no node `camer`; did you mean `camera`?",
                        "10:5: unknown key `queue_size` of a node; it belongs to an input",
                        "12:5: node `camera` appears twice; it is at 2:5 already",
                        "13:23: output `frames` appears twice; it is at 13:15 already",
                        "15:19: `max_restarts` has no effect on a node that is never started again;"
                                + " add `restart_policy: on-failure`, or remove it");
    }

    @Test
    void shouldSayOnceWhyAFileCannotBeRead() throws Exception {
        Path missing = directory.resolve("missing.yml");

        assertThat(problemsOf(missing)).containsExactly(missing + ":1:1: no such file");
        assertThat(problemsOf(directory))
                .containsExactly(directory + ":1:1: is a directory; name the dataflow file in it");
        assertThat(problemsOf(Path.of("/dev/null"))).containsExactly("/dev/null:1:1: is not a regular file");
        assertThat(flow.problems(new byte[] {'a', (byte) 0xFF}))
                .containsExactly("1:1: is not UTF-8 text; save the file as UTF-8");
    }

    @Test
    void shouldRefuseAStartThatHasNoEffect() {
        String problem = "4:12: `start` has no effect on a node without inputs and outputs: it connects to nobody;"
                + " remove it";

        assertThat(flow.nodeProblems("start: eager")).containsExactly(problem);
        assertThat(flow.nodeProblems("start: barrier", "inputs: {}", "outputs: []"))
                .containsExactly(problem);
        assertThat(flow.nodeProblems("start: eager", "outputs: [frames]")).isEmpty();
        assertThat(flow.nodeProblems("start: eager", "inputs: {tick: timer/millis/5}"))
                .isEmpty();
    }

    private static List<String> problemsOf(Path file) {
        try {
            DataflowReader.read(file);
            return List.of();
        } catch (InvalidDataflowException invalid) { // What this method is for.
            return invalid.problems().stream().map(Problem::toString).toList();
        }
    }
}
