package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPlanTest {
    @TempDir
    Path directory;

    @Test
    void shouldNumberTheReadersOfAnOutput() throws Exception {
        RunPlan plan = plan();

        PlannedOutput output = plan.outputs().get(0);
        assertThat(output.name()).isEqualTo("a/x");
        assertThat(output.readers()).extracting(PlannedReader::name).containsExactly("b/in", "c/one", "c/two");
        assertThat(output.reader("c", "two").index()).isEqualTo(2);
        assertThat(output.readerFiles()).isEqualTo(5);
    }

    @Test
    void shouldKnowTheNeighboursOfANode() throws Exception {
        RunPlan plan = plan();

        assertThat(plan.neighbours("a")).containsExactlyInAnyOrder("b", "c", "@tool1", "@tool2");
        assertThat(plan.neighbours("b")).containsExactlyInAnyOrder("a", "c", "@tool1", "@tool2");
    }

    @Test
    void shouldBeginAStopWithNodesThatNoDataReachesFromOutsideTheirCycle() throws Exception {
        RunPlan plan = plan();

        assertThat(plan.isSource("a")).isTrue();
        assertThat(plan.isSource("b")).isFalse();
        assertThat(plan.outputs().get(1).reader("c", "back").inOwnCycle()).isTrue();
        assertThat(plan.outputs().get(0).reader("c", "one").inOwnCycle()).isFalse();
    }

    @Test
    void shouldPromiseToWaitForNobodyWhomItMayGiveUp() throws Exception {
        RunPlan plan = new RunPlan(TestRun.dataflow(directory, """
                nodes:
                  - {id: a, path: /bin/sh, outputs: [x]}
                  - {id: d, path: dynamic, inputs: {attached: {source: a/x, queue_policy: backpressure}}}
                  - id: b
                    path: /bin/sh
                    inputs:
                      lossy: a/x
                      lossless: {source: a/x, queue_policy: backpressure}
                      dropped: {source: a/x, queue_policy: backpressure, stall_timeout: 5s}
                """));

        PlannedOutput output = plan.outputs().get(0);
        assertThat(output.readers().stream().filter(PlannedReader::firm).map(PlannedReader::name))
                .containsExactly("b/lossless");
        assertThat(output.store().readers().stream()
                        .filter(reader -> reader.firm())
                        .map(reader -> reader.name()))
                .containsExactly("b/lossless");
    }

    @Test
    void shouldNameRunsSoThatTheySortByTime() {
        String id = RunId.of(LocalDateTime.of(2026, 1, 2, 3, 4, 5), new SplittableRandom(1));

        assertThat(id).matches("20260102-030405-[a-z0-9]{4}");
    }

    private RunPlan plan() throws Exception {
        return new RunPlan(TestRun.dataflow(directory, """
                nodes:
                  - {id: a, path: /bin/sh, outputs: [x]}
                  - {id: b, path: /bin/sh, inputs: {in: a/x, loop: c/z}, outputs: [y]}
                  - {id: c, path: /bin/sh, inputs: {one: a/x, two: a/x, back: b/y}, outputs: [z]}
                """));
    }
}
