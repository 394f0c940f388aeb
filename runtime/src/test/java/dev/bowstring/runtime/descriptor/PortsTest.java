package dev.bowstring.runtime.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.control.StartAt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortsTest {
    @TempDir
    private Path directory;

    private FlowFile flow;

    @BeforeEach
    void setUp() {
        flow = new FlowFile(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "timer/millis/100, 100000000",
        "dora/timer/secs/1, 1000000000",
        "dora/timer/hz/3, 333333333",
        "timer/hz/100000, 10000",
        "timer/millis/1, 1000000"
    })
    void shouldReadTimers(String written, long periodNs) throws Exception {
        String text = written.replace("dora/", "");

        assertThat(flow.node("inputs: {tick: " + written + "}").inputs())
                .extracting(InputSpec::source)
                .containsExactly(new TimerSource(periodNs, text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timer/hz/0 | 4:17: timer is `timer/hz/0`; `hz` takes a whole number from 1 to 100000",
                "timer/hz/1.5 | 4:17: timer is `timer/hz/1.5`; `hz` takes a whole number from 1 to 100000",
                "timer/secs/99999 | 4:17: timer is `timer/secs/99999`; `secs` takes a whole number from 1 to 86400",
                "timer/hours/1 | 4:17: timer is `timer/hours/1`;"
                        + " write `timer/millis/100`, `timer/secs/1` or `timer/hz/30`",
                "dora/timer | 4:17: timer is `timer`; write `timer/millis/100`, `timer/secs/1` or `timer/hz/30`",
                "logs/loud | 4:17: source is `logs/loud`; write `logs`, `logs/warn` or `logs/warn/node`;"
                        + " the levels are trace, debug, info, warn, error",
                "logs/ | 4:17: source is `logs/`; write `logs`, `logs/warn` or `logs/warn/node`;"
                        + " the levels are trace, debug, info, warn, error",
                "logs/info/a/b | 4:17: source is `logs/info/a/b`; write `logs`, `logs/warn` or `logs/warn/node`;"
                        + " the levels are trace, debug, info, warn, error",
                "logs/info/.. | 4:17: source is `logs/info/..`; write `logs`, `logs/warn` or `logs/warn/node`;"
                        + " the levels are trace, debug, info, warn, error",
                "logs/info/b | 4:17: there is no node `b`; did you mean `a`?",
                "logs/info/a | 4:17: node `a` would read its own logs: each line could make the next one;"
                        + " read another node's logs",
                "a | 4:17: source is `a`; write `node/output`, a timer such as `timer/hz/30`, or `logs`",
                "dora/a/b | 4:17: source is `dora/a/b`; write `node/output`, a timer such as `timer/hz/30`, or `logs`",
                "../a | 4:17: source is `../a`; write `node/output`, a timer such as `timer/hz/30`, or `logs`",
                "b/out | 4:17: there is no node `b`; did you mean `a`?",
                "a/out | 4:17: node `a` has no output `out`; add it to the node's `outputs`"
            })
    void shouldSayWhatIsWrongWithASource(String source, String problem) {
        assertThat(flow.nodeProblems("inputs: {in: " + source + "}")).containsExactly(problem.replace("4:17", "4:18"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "queue_size: 0 | `queue_size` is `0`; write a whole number from 1 to 65536",
                "queue_size: 65537 | `queue_size` is `65537`; write a whole number from 1 to 65536",
                "queue_size: 1_0 | `queue_size` is `1_0`; write a whole number from 1 to 65536",
                "queue_size: 99999999999 | `queue_size` is `99999999999`; write a whole number from 1 to 65536",
                "max_held: 2000 | `max_held` is `2000`; write a whole number from 1 to 1024",
                "queue_policy: block | `queue_policy` is `block`;" + " write one of drop_oldest, latest, backpressure",
                "queue_policy: drop-oldst | `queue_policy` is `drop-oldst`; did you mean `drop_oldest`?",
                "queue_size: [] | `queue_size` must be text, not a list"
            })
    void shouldSayWhatIsWrongWithAQueue(String field, String problem) {
        List<String> problems = flow.nodeProblems("outputs: [o]", "inputs: {in: {source: a/o, " + field + "}}");

        assertThat(problems).singleElement().asString().endsWith(": " + problem);
    }

    @Test
    void shouldKeepOneMessageOfTheLatest() throws Exception {
        assertThat(flow.node("outputs: [o]", "inputs: {in: {source: a/o, queue_policy: latest, queue_size: 1}}")
                        .inputs())
                .extracting(InputSpec::queueSize)
                .containsExactly(1);
        assertThat(flow.nodeProblems(
                        "outputs: [o]", "inputs: {in: {source: a/o, queue_policy: latest, queue_size: 2}}"))
                .containsExactly("5:66: `queue_size` is 2, but `latest` keeps one message;"
                        + " remove `queue_size` or use `drop_oldest`");
    }

    @Test
    void shouldRefuseAQueueForATimer() {
        assertThat(flow.nodeProblems("inputs: {in: {source: timer/hz/1, queue_size: 1}}"))
                .containsExactly(
                        "4:51: `queue_size` means nothing for a timer: each tick counts those missed; remove it");
    }

    @ParameterizedTest
    @CsvSource({
        "arena: 65536, 65536, 268435456",
        "arena: 512MiB, 536870912, 536870912",
        "arena_max: 1 MiB, 1048576, 1048576",
        "arena_max: 8GiB, 8388608, 8589934592",
        "arena: 1mb, 1000000, 268435456"
    })
    void shouldReadSizes(String field, long arena, long arenaMax) throws Exception {
        assertThat(flow.node("outputs: [{id: o, " + field + "}]").outputs())
                .containsExactly(new OutputSpec("o", arena, arenaMax));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "arena: 1KiB | `arena` is `1KiB`; write a size from 64 KiB to 1 GiB, such as `8 MiB`",
                "arena: 2GiB | `arena` is `2GiB`; write a size from 64 KiB to 1 GiB, such as `8 MiB`",
                "arena: 999999999999999999GiB | `arena` is `999999999999999999GiB`;"
                        + " write a size from 64 KiB to 1 GiB, such as `8 MiB`",
                "arena: -8MiB | `arena` is `-8MiB`; write a size from 64 KiB to 1 GiB, such as `8 MiB`",
                "arena: 8 Mo | `arena` is `8 Mo`; write a size from 64 KiB to 1 GiB, such as `8 MiB`",
                "arena_max: 9GiB | `arena_max` is `9GiB`; write a size from 64 KiB to 8 GiB, such as `8 MiB`",
                "'arena: 2MiB, arena_max: 1MiB' | `arena_max` is less than `arena`; make it at least as large"
            })
    void shouldSayWhatIsWrongWithASize(String field, String problem) {
        String fields = field.replace("'", "");
        List<String> problems = flow.nodeProblems("outputs: [{id: o, " + fields + "}]");

        assertThat(problems).singleElement().asString().endsWith(": " + problem);
    }

    @Test
    void shouldLimitThePortsOfANode() {
        String inputs = IntStream.range(0, 65).mapToObj(i -> "i" + i + ": a/o0").collect(Collectors.joining(", "));
        String outputs = IntStream.range(0, 65).mapToObj(i -> "o" + i).collect(Collectors.joining(", "));

        assertThat(flow.nodeProblems("inputs: {" + inputs + "}", "outputs: [" + outputs + "]"))
                .containsExactly("4:13: a node has at most 64 inputs", "5:14: a node has at most 64 outputs");
    }

    @Test
    void shouldRefuseACycleThatCanBlockItself() {
        List<String> problems = flow.problems("""
                nodes:
                  - {id: a, path: Node.java, outputs: [o], inputs: {x: {source: b/o, queue_policy: backpressure}}}
                  - {id: b, path: Node.java, outputs: [o], inputs: {x: a/o}}
                  - {id: c, path: Node.java, inputs: {x: {source: a/o, queue_policy: backpressure}}}
                """);

        assertThat(problems)
                .containsExactly("2:65: every edge of the cycle b -> a -> b can block: it may stop for ever;"
                        + " let every input of one of its outputs drop: `queue_policy: drop_oldest`");
    }

    @Test
    void shouldReadHowAnOutputIsKept() throws Exception {
        assertThat(durable("true")).isEqualTo(DurableSpec.DEFAULT);
        assertThat(durable("false")).isEqualTo(DurableSpec.NOT);
        assertThat(durable("{}")).isEqualTo(DurableSpec.DEFAULT);
        assertThat(durable("{roll_after: 2h, roll_size: 1 MiB, keep_for: 24h, keep_size: 2 GiB, min_free: 5 MiB}"))
                .isEqualTo(
                        new DurableSpec(true, Duration.ofHours(2), 1 << 20, Duration.ofHours(24), 2L << 30, 5 << 20));
        assertThat(flow.node("outputs: [o]").outputs().get(0).durable()).isEqualTo(DurableSpec.NOT);
    }

    private DurableSpec durable(String written) throws Exception {
        return flow.node("outputs: [{id: o, durable: " + written + "}]")
                .outputs()
                .get(0)
                .durable();
    }

    @Test
    void shouldSayWhatIsWrongWithHowAnOutputIsKept() {
        assertThat(flow.nodeProblems("outputs: [{id: o, durable: {keep_for: 1s, roll_size: 1KiB, keep_bytes: 1}}]"))
                .anySatisfy(problem -> assertThat(problem).contains("`keep_for` is `1s`; write a time from `1min` on"))
                .anySatisfy(
                        problem -> assertThat(problem).contains("`roll_size` is `1KiB`; write a size from 1 MiB on"))
                .anySatisfy(problem -> assertThat(problem).contains("unknown key `keep_bytes` of `durable`"));
    }

    @Test
    void shouldReadWhereAnInputBeginsInAJournal() throws Exception {
        assertThat(startAt("")).isEqualTo(StartAt.EARLIEST);
        assertThat(startAt(", start_at: earliest")).isEqualTo(StartAt.EARLIEST);
        assertThat(startAt(", start_at: latest")).isEqualTo(new StartAt(StartAt.Kind.LATEST, 0));
        assertThat(startAt(", start_at: 42")).isEqualTo(new StartAt(StartAt.Kind.NUMBER, 42));
        assertThat(startAt(", start_at: 1970-01-01T00:00:01Z"))
                .isEqualTo(new StartAt(StartAt.Kind.TIME, 1_000_000_000));
        assertThat(flow.node("inputs: {i: {source: a/o, transport: ring}}", "outputs: [o]")
                        .inputs()
                        .get(0)
                        .journal())
                .isEmpty();
    }

    private StartAt startAt(String written) throws Exception {
        return flow.node(
                        "inputs: {i: {source: a/o, transport: journal" + written + "}}",
                        "outputs: [{id: o, durable: true}]")
                .inputs()
                .get(0)
                .journal()
                .orElseThrow()
                .startAt();
    }

    @Test
    void shouldSayWhatIsWrongWithAnInputThatReadsAJournal() {
        assertThat(journalProblems("transport: journal", "o"))
                .anySatisfy(problem -> assertThat(problem)
                        .contains("output `a/o` has no journal to read; declare it as `{id: o, durable: true}`"));
        assertThat(journalProblems("start_at: latest", "o"))
                .anySatisfy(problem -> assertThat(problem).contains("`start_at` has no effect"));
        assertThat(journalProblems(
                        "transport: journal, queue_size: 3, queue_policy: latest, start_at: yesterday",
                        "{id: o, durable: true}"))
                .anySatisfy(problem -> assertThat(problem).contains("`queue_size` means nothing for a journal"))
                .anySatisfy(problem -> assertThat(problem).contains("`queue_policy` means nothing for a journal"))
                .anySatisfy(problem -> assertThat(problem).contains("`start_at` is `yesterday`; write `earliest`"));
        assertThat(flow.nodeProblems("inputs: {i: {source: timer/hz/1, transport: journal}}"))
                .anySatisfy(problem -> assertThat(problem).contains("`transport` means nothing for a timer"));
    }

    private List<String> journalProblems(String keys, String output) {
        return flow.nodeProblems("inputs: {i: {source: a/o, " + keys + "}}", "outputs: [" + output + "]");
    }
}
