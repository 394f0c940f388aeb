package dev.bowstring.runtime.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a dataflow file holds, the answer is a list of problems with places, soon. */
class HostileYamlTest {
    /** A guard against hanging, however busy the machine is. */
    private static final Duration FOR_EVER = Duration.ofSeconds(60);
    /** Of the processor: one second, and another for a JVM that is still cold. */
    private static final Duration SOON = Duration.ofSeconds(2);

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}")
    @MethodSource({"notYaml", "tooMuch", "notADataflow", "wrongTypes", "wrongNames"})
    void shouldAnswerWithProblems(String attack, String yaml, String expected) {
        FlowFile flow = new FlowFile(directory);

        List<String> problems = assertTimeoutPreemptively(FOR_EVER, () -> problemsSoon(flow, yaml));

        assertThat(problems).anySatisfy(problem -> assertThat(problem).contains(expected));
        assertThat(problems).allSatisfy(problem -> assertThat(problem).matches("[0-9]+:[0-9]+: .+"));
        assertThat(problems).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(Problems.LIMIT + 1);
    }

    private static List<String> problemsSoon(FlowFile flow, String yaml) {
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        long before = clock.getCurrentThreadCpuTime();
        List<String> problems = flow.problems(yaml);
        assertThat(Duration.ofNanos(clock.getCurrentThreadCpuTime() - before)).isLessThan(SOON);
        return problems;
    }

    static Stream<Arguments> notYaml() {
        return Stream.of(
                arguments("empty", "", "1:1: is empty; a dataflow begins with `nodes:`"),
                arguments("only a comment", "# nothing\n", "1:1: is empty"),
                arguments("only a document mark", "---\n", "1:1: is empty"),
                arguments("tabs", "nodes:\n\t- id: a\n", "2:1: is not YAML: found character '\\t(TAB)'"),
                arguments("open bracket", "nodes: [", "1:9: is not YAML"),
                arguments("open quote", "nodes: \"", "1:9: is not YAML"),
                arguments("control characters", "nodes:\n  - \u0007", "2:5: holds a control character"),
                arguments("NUL", "nodes: \0", "1:8: holds a control character"),
                arguments("mark in the middle", "nodes: \uFEFF[]", "1:8: `nodes` must be a list, not text"),
                arguments("two documents", "nodes: []\n---\nnodes: []\n", "2:1: a second document begins here"),
                arguments("bad indentation", "nodes:\n  - id: a\n path: b\n", "3:2: is not YAML"),
                arguments("undefined alias", "nodes: *none", "1:8: alias `*none` names no anchor"),
                arguments("alias of itself", "nodes: &a [*a]", "1:12: alias `*a` lies inside the value that it names"),
                arguments("map of itself", "&a nodes: &b {x: *b}", "1:18: alias `*b` lies inside"),
                arguments(
                        "Java tag",
                        "nodes: !!javax.script.ScriptEngineManager []",
                        "1:8: tag `tag:yaml.org,2002:javax"),
                arguments("plain tag", "nodes: !!str []", "1:8: tag `tag:yaml.org,2002:str` is refused"),
                arguments("local tag", "nodes: !local []", "1:8: tag `!local` is refused"),
                arguments("tag of a key", "!!str nodes: []", "1:1: tag `tag:yaml.org,2002:str` is refused"),
                arguments("bad tag", "nodes: !%FF []", "is not YAML"),
                arguments("huge code point", "nodes: \"\\UFFFFFFFF\"", "1:1: is not YAML behind this place: an escape"),
                arguments("code point beyond", "nodes: \"\\U00110000\"", "is not YAML"),
                arguments("lone surrogate", "nodes: \"\\uD800\"", "1:8: `nodes` must be a list, not text"),
                arguments("bad directive", "%YAML 99999999999.1\n---\nnodes: []", "is not YAML"),
                arguments("merge key", "x: &x {}\nnodes: []\n<<: *x", "3:1: unknown key `<<` of a dataflow"),
                arguments("no key", "? \n: x\n", "a key must be text, not nothing"),
                arguments("list as key", "? [a]\n: x\n", "1:3: a key must be text, not a list"),
                arguments("key twice", "nodes: []\nnodes: []", "2:1: key `nodes` appears twice; it is at 1:1 already"));
    }

    static Stream<Arguments> tooMuch() {
        String laughs = IntStream.range(1, 30)
                .mapToObj(i -> "l" + i + ": &l" + i + " [" + "*l" + (i - 1) + ", ".concat("*l" + (i - 1)) + "]\n")
                .collect(Collectors.joining());
        String longText = "env: {A: &a '" + "x".repeat(30_000) + "'}\n";
        return Stream.of(
                arguments("billion laughs", "l0: &l0 ha\n" + laughs, "is too large when its aliases are written out"),
                arguments("many aliases", "a: &a x\nnodes: [" + "*a,".repeat(2_000) + "]", "more than 1000 aliases"),
                arguments("long text, many aliases", longText + "nodes: [" + "*a,".repeat(999) + "]", "is too large"),
                arguments("deep flow", "[".repeat(10_000), "1:33: values are nested more than 32 deep"),
                arguments("deep maps", "{a: ".repeat(10_000), "nested more than 32 deep"),
                arguments("deep block", "- ".repeat(10_000), "nested more than 32 deep"),
                arguments("deep keys", "? ".repeat(10_000), "nested more than 32 deep"),
                arguments("many values", "[" + "a,".repeat(300_000) + "]", "is too large"),
                arguments("2 MB", "#".repeat(2_000_000), "1:1: is larger than 1 MiB"),
                arguments("one long line", "a".repeat(1_000_000), "a dataflow must be a map, not text"),
                arguments("many unknown keys", keys(40_000), "there are more problems than are shown"),
                arguments("many long keys", longKeys(1_000), "there are more problems than are shown"),
                arguments("many nodes", "nodes: [" + "{id: a},".repeat(257) + "]", "at most 256 nodes"),
                arguments("many lost inputs", lostInputs(), "there are more problems than are shown"),
                arguments("many lost class paths", lostClasspaths(), "`classpath` has more than 1000 entries"),
                arguments(
                        "many class paths",
                        "nodes: [{id: a, path: A, classpath: [" + ".,".repeat(1_001) + "]}]",
                        "`classpath` has more than 1000 entries"),
                arguments(
                        "long argument",
                        "nodes: [{id: a, path: sh, args: " + "x".repeat(40_000) + "}]",
                        "`args` has more than 32768 characters"));
    }

    static Stream<Arguments> notADataflow() {
        return Stream.of(
                arguments("text", "hello", "1:1: a dataflow must be a map, not text"),
                arguments("list", "- nodes", "1:1: a dataflow must be a map, not a list"),
                arguments("no nodes", "name: x", "1:1: a dataflow has no `nodes`; add a list of them"),
                arguments("empty nodes", "nodes: []", "1:8: `nodes` is empty; add a node"),
                arguments("null nodes", "nodes:", "1:7: `nodes` has no value; give it one or remove it"),
                arguments("nodes as map", "nodes: {a: b}", "1:8: `nodes` must be a list, not a map"),
                arguments("null node", "nodes: [~]", "1:9: a node has no value"),
                arguments("text as node", "nodes: [a]", "1:9: a node must be a map, not text"),
                arguments("unknown key", "nodez: []", "1:1: unknown key `nodez` of a dataflow; did you mean `nodes`?"),
                arguments("other key", "colour: x", "its keys are nodes, name, env, start_timeout"),
                arguments(
                        "misplaced key",
                        "queue_size: 1",
                        "1:1: unknown key `queue_size` of a dataflow; it belongs to an input"),
                arguments("later key", "build: make", "1:1: `build` is not supported yet"),
                arguments(
                        "no truth",
                        "exit_when_nodes_finish: yes",
                        "1:25: `exit_when_nodes_finish` is `yes`; write one of false, true"),
                arguments(
                        "no end",
                        "exit_when_nodes_finish: true\nnodes: [{id: a, path: dynamic, outputs: [o]}]",
                        "1:25: `exit_when_nodes_finish` has no effect: only timers drive the nodes, or they are dynamic"),
                arguments(
                        "no sweep",
                        "health_check_interval: 5s",
                        "there is no `health_check_interval`: each node is looked at in time for its own deadline"),
                arguments("bad name", "name: ../x", "1:7: the name of a dataflow is `../x`"),
                arguments("bad timeout", "start_timeout: soon", "1:16: `start_timeout` is `soon`; write a time from"),
                arguments("no timeout", "start_timeout: 0", "1:16: `start_timeout` is `0`"),
                arguments("long timeout", "start_timeout: 2h", "1:16: `start_timeout` is `2h`"));
    }

    static Stream<Arguments> wrongTypes() {
        Stream<Arguments> nulls = Stream.of(
                        "id",
                        "name",
                        "description",
                        "path",
                        "classpath",
                        "args",
                        "env",
                        "inputs",
                        "outputs",
                        "jvm_options",
                        "cpu_affinity",
                        "min_log_level",
                        "max_log_size",
                        "max_rotated_files",
                        "send_stdout_as",
                        "send_logs_as",
                        "start",
                        "restart_policy",
                        "max_restarts",
                        "restart_delay",
                        "max_restart_delay",
                        "restart_window",
                        "on_failure",
                        "debug",
                        "health_check_timeout")
                .map(key -> arguments("null " + key, "nodes: [{" + key + ": }]", "has no value"));
        Stream<Arguments> maps = Stream.of(
                        "id",
                        "name",
                        "description",
                        "path",
                        "classpath",
                        "args",
                        "outputs",
                        "jvm_options",
                        "cpu_affinity",
                        "start")
                .map(key -> arguments("map as " + key, "nodes: [{" + key + ": {a: b}}]", "not a map"));
        Stream<Arguments> lists = Stream.of(
                        "id",
                        "name",
                        "path",
                        "env",
                        "inputs",
                        "start",
                        "restart_policy",
                        "restart_delay",
                        "on_failure",
                        "health_check_timeout")
                .map(key -> arguments("list as " + key, "nodes: [{" + key + ": [a]}]", "not a list"));
        Stream<Arguments> parts = Stream.of(
                        "args: [[]]",
                        "cpu_affinity: [[]]",
                        "cpu_affinity: [~]",
                        "args: [~]",
                        "classpath: [{}]",
                        "outputs: [~]",
                        "outputs: [[]]",
                        "outputs: [{}]",
                        "outputs: [{id: }]",
                        "outputs: [{id: [], arena: {}}]",
                        "outputs: [{id: o, durable: }]",
                        "outputs: [{id: o, durable: []}]",
                        "outputs: [{id: o, durable: perhaps}]",
                        "outputs: [{id: o, durable: {keep_for: -1h}}]",
                        "outputs: [{id: o, durable: {keep_size: 999999999999999999GiB}}]",
                        "outputs: [{id: o, durable: {roll_size: {}, keep: 1}}]",
                        "inputs: {a: }",
                        "inputs: {a: []}",
                        "inputs: {a: {}}",
                        "inputs: {a: {source: }}",
                        "inputs: {a: {source: b/c, on_restart: }}",
                        "inputs: {a: {source: b/c, on_restart: []}}",
                        "inputs: {a: {source: b/c, input_timeout: }}",
                        "inputs: {a: {source: b/c, input_timeout: {}}}",
                        "inputs: {a: {source: b/c, stall_timeout: [1s]}}",
                        "inputs: {a: {source: b/c, on_stall: }}",
                        "inputs: {a: {source: {}}}",
                        "env: {A: {}}",
                        "jvm_options: [~]",
                        "env: text",
                        "outputs: text")
                .map(part -> arguments(part, "nodes: [{id: a, path: Node.java, " + part + "}]", "1:"));
        return Stream.of(nulls, maps, lists, parts).flatMap(attacks -> attacks);
    }

    static Stream<Arguments> wrongNames() {
        return Stream.of(
                arguments("path as id", node("id: ../id"), "the id of a node is `../id`; use 1 to 64 letters"),
                arguments("number with a dot as id", node("id: 1.5"), "the id of a node is `1.5`"),
                arguments("long id", node("id: " + "x".repeat(99)), "(99 characters); use 1 to 64 letters"),
                arguments("empty id", node("id: ''"), "the id of a node is ``"),
                arguments("built-in id", node("id: timer"), "no node may be called `timer`"),
                arguments("the runtime's id", node("id: supervisor"), "the runtime's own log has that name"),
                arguments("path as log output", node("id: a, send_logs_as: ../x"), "`send_logs_as` is `../x`"),
                arguments("absurd log size", node("id: a, max_log_size: 999999999999999999GB"), "`max_log_size` is"),
                arguments("letters that look alike", node("id: cаmera"), "the id of a node is"),
                arguments("escape sequence as id", node("id: \"\\e[2J\""), "`\\u001b[2J`"),
                arguments("path as output", node("id: a, outputs: [../x]"), "the id of an output is `../x`"),
                arguments("path as input", node("id: a, inputs: {../x: timer/hz/1}"), "the id of an input is `../x`"),
                arguments("unknown input", node("id: a, inputs: {x: b/c}"), "there is no node `b`"),
                arguments("loader variable", node("id: a, env: {LD_PRELOAD: x}"), "`LD_PRELOAD` may not be set"),
                arguments("absurd path", node("id: b, path: '" + "x/".repeat(9_000) + "'"), "does not exist"),
                arguments("device as program", node("id: a, path: /dev/zero"), "`/dev/zero` is not a file"),
                arguments(
                        "blocking cycle",
                        node("id: a, outputs: [o], inputs: {x: {source: a/o, queue_policy: backpressure}}"),
                        "every edge of the cycle a -> a can block"));
    }

    @Test
    void shouldTakeNumbersAndWordsAsIds() throws Exception {
        Dataflow dataflow =
                new FlowFile(directory).read("nodes: [{id: 12, path: sh}, {id: no, path: sh}, {id: 0x1, path: sh}]");

        assertThat(dataflow.nodes()).extracting(NodeSpec::id).containsExactly("12", "no", "0x1");
    }

    @Test
    void shouldRefuseTextInOtherEncodings() {
        FlowFile flow = new FlowFile(directory);

        assertThat(flow.problems("nodes: []".getBytes(StandardCharsets.UTF_16))).hasSize(1);
        assertThat(flow.problems("nodes: [\u00e9]".getBytes(StandardCharsets.ISO_8859_1)))
                .hasSize(1);
    }

    private static String node(String fields) {
        String path = fields.contains("path:") ? "" : ", path: Node.java";
        return "nodes: [{" + fields + path + "}]";
    }

    private static String keys(int count) {
        return IntStream.range(0, count).mapToObj(i -> "key" + i + ": a\n").collect(Collectors.joining());
    }

    private static String longKeys(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "k".repeat(900) + i + ": a\n")
                .collect(Collectors.joining());
    }

    private static String lostInputs() {
        String inputs = IntStream.range(0, 64)
                .mapToObj(i -> "i" + i + ": " + "x".repeat(62) + "/y")
                .collect(Collectors.joining(", "));
        return IntStream.range(0, 200)
                .mapToObj(i -> "  - {id: " + "x".repeat(60) + i + ", path: sh, inputs: "
                        + (i == 0 ? "&in {" + inputs + "}" : "*in") + "}\n")
                .collect(Collectors.joining("", "nodes:\n", ""))
                .replace("*in", "{" + inputs.substring(0, 700) + "}");
    }

    private static String lostClasspaths() {
        String entries = "n:".repeat(15_000) + "n";
        return IntStream.range(0, 25)
                .mapToObj(i -> "  - {id: a" + i + ", path: A, classpath: [" + entries + "]}\n")
                .collect(Collectors.joining("", "nodes:\n", ""));
    }
}
