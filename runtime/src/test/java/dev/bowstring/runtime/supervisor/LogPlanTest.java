package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.logs.LogLevel;
import dev.bowstring.runtime.logs.LogSource;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogPlanTest {
    @TempDir
    Path directory;

    @Test
    void shouldGiveEachReaderOfLogsAnOutputOfItsOwnWithoutItsOwnLines() throws Exception {
        RunPlan plan = plan("""
                nodes:
                  - {id: a, path: /bin/sh}
                  - {id: probe, path: dynamic, outputs: [x]}
                  - {id: b, path: /bin/sh, inputs: {all: logs/warn, one: logs/info/a}}
                  - {id: c, path: /bin/sh, inputs: {all: logs}}
                """);

        assertThat(plan.outputs())
                .extracting(PlannedOutput::name)
                .containsExactly("probe/x", "logs/warn", "logs/info/a", "logs");
        LogFeed warnings = feed(plan, "logs/warn");
        assertThat(warnings.nodes()).containsExactlyInAnyOrder("a", "c");
        assertThat(warnings.least()).isEqualTo(LogLevel.WARN);
        assertThat(warnings.awaited()).as("c reads the lines of b").containsExactly("a");
        assertThat(warnings.echoing()).containsExactly("c");
        assertThat(feed(plan, "logs/info/a").nodes()).containsExactly("a");
        assertThat(feed(plan, "logs").nodes()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void shouldNotWaitForWhatDependsOnTheReader() throws Exception {
        RunPlan plan = plan("""
                nodes:
                  - {id: camera, path: /bin/sh, outputs: [x]}
                  - {id: watch, path: /bin/sh, inputs: {all: logs, x: camera/x}, outputs: [y]}
                  - {id: sink, path: /bin/sh, inputs: {y: watch/y}}
                """);

        LogFeed feed = feed(plan, "logs");
        assertThat(feed.awaited()).containsExactly("camera");
        assertThat(feed.echoing()).containsExactly("sink");
        assertThat(reader(plan, "logs").inOwnCycle()).isFalse();
    }

    @Test
    void shouldLetAReaderOfLogsSeeTheEndOfTheOthersAtAStop() throws Exception {
        RunPlan plan = plan("""
                nodes:
                  - {id: a, path: /bin/sh, outputs: [x]}
                  - {id: b, path: /bin/sh, inputs: {all: logs}}
                  - {id: c, path: /bin/sh, inputs: {l: logs/info/d}, outputs: [y]}
                  - {id: d, path: /bin/sh, inputs: {y: c/y}}
                """);

        assertThat(plan.isSource("a")).isTrue();
        assertThat(plan.isSource("b")).isFalse();
        assertThat(plan.isSource("c")).as("it reads only what it causes itself").isTrue();
        assertThat(reader(plan, "logs/info/d").inOwnCycle()).isTrue();
        assertThat(feed(plan, "logs/info/d").awaited()).containsExactly("d");
    }

    @Test
    void shouldNotCountAReaderOfLinesThatDependOnADynamicNodeAmongTheIndependent() throws Exception {
        RunPlan plan = plan("""
                nodes:
                  - {id: camera, path: /bin/sh, outputs: [x]}
                  - {id: probe, path: dynamic, outputs: [y]}
                  - {id: sink, path: /bin/sh, inputs: {y: probe/y}}
                  - {id: watch, path: /bin/sh, inputs: {all: logs}}
                """);

        assertThat(plan.independent()).containsExactly("camera");
    }

    @Test
    void shouldFeedTheOutputsThatANodeNames() throws Exception {
        RunPlan plan = plan("""
                nodes:
                  - {id: a, path: /bin/sh, outputs: [x, words], send_stdout_as: words, send_logs_as: log}
                  - {id: b, path: /bin/sh, inputs: {w: a/words, l: a/log}}
                """);

        assertThat(plan.outputs()).extracting(PlannedOutput::name).containsExactly("a/x", "a/words", "a/log");
        assertThat(plan.outputs().get(0).feed()).isEmpty();
        assertThat(feed(plan, "a/words").pipe()).contains(LogSource.STDOUT);
        assertThat(feed(plan, "a/words").awaited()).containsExactly("a");
        assertThat(feed(plan, "a/words").echoing()).isEmpty();
        assertThat(feed(plan, "a/log").pipe()).isEmpty();
        assertThat(plan.isSource("b")).isFalse();
    }

    @Test
    void shouldLimitTheLinesOfANodeThatAReaderOfThemFeeds() throws Exception {
        RunPlan plan = plan("""
                nodes:
                  - {id: a, path: /bin/sh, send_stdout_as: words, inputs: {back: b/y}}
                  - {id: b, path: /bin/sh, inputs: {w: a/words}, outputs: [y]}
                """);

        assertThat(feed(plan, "a/words").echoing()).containsExactly("a");
    }

    @Test
    void shouldHaveRoomForTheQueuesOfItsReaders() throws Exception {
        RunPlan plan = plan("""
                nodes:
                  - {id: a, path: /bin/sh, outputs: [{id: log, arena: 4MiB}], send_stdout_as: words, send_logs_as: log}
                  - {id: b, path: /bin/sh, inputs: {w: {source: a/words, queue_size: 10000}, l: a/log}}
                  - {id: c, path: /bin/sh, inputs: {all: {source: logs, queue_size: 65536}}}
                """);

        assertThat(plan.outputs())
                .extracting(output -> output.spec().arenaBytes() >> 20)
                .containsExactly(8L, 4L, 64L);
        assertThat(plan.outputs())
                .allSatisfy(output -> assertThat(output.spec().arenaMaxBytes())
                        .isEqualTo(output.spec().arenaBytes()));
    }

    private RunPlan plan(String yaml) throws Exception {
        return new RunPlan(TestRun.dataflow(directory, yaml));
    }

    private static LogFeed feed(RunPlan plan, String name) {
        return output(plan, name).feed().orElseThrow();
    }

    private static PlannedReader reader(RunPlan plan, String name) {
        return output(plan, name).readers().get(0);
    }

    private static PlannedOutput output(RunPlan plan, String name) {
        return plan.outputs().stream()
                .filter(output -> output.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
