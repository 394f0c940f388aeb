package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.control.Frame.Refused;
import dev.bowstring.transport.control.StopReason;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.segment.SegmentKind;
import org.agrona.concurrent.AtomicBuffer;
import org.junit.jupiter.api.Test;

/** When the outputs of a dynamic node end, and when its run does. */
class DynamicNodeEndTest extends DynamicNodeFixture {

    @Test
    void shouldEndTheOutputsOfANodeThatNobodyIsOnceTheRestHasEnded() {
        allReady();
        run.work();
        assertThat(closedAt()).isZero();

        run.processes.child("source").exit(0);
        run.work();

        assertThat(closedAt()).isEqualTo(1);
        assertThat(probe.refusal()).containsInstanceOf(Refused.class);
        assertThat(run.supervisor.finished()).as("sink drains").isFalse();
        run.processes.child("sink").exit(0);
        run.work();
        assertThat(run.supervisor.finished()).isTrue();
        assertThat(run.supervisor.failure()).isEmpty();
    }

    @Test
    void shouldLetAnAttachedNodeReadToTheEndBeforeItsTimeBegins() {
        allReady();
        attach();
        publish(4);
        run.processes.child("source").exit(0);
        run.advance(60_000);

        assertThat(controlOf("probe").draining()).isTrue();
        assertThat(controlOf("probe").stopping()).as("it has messages to read").isFalse();
        assertThat(closedAt()).as("it may still send. L1").isZero();

        read(4, 4);
        map(SegmentKind.READER, run.files.run().reader("source", "out", SOME)).putLong(ReaderLayout.CURSOR, 4);
        run.work();
        run.advance(4_999);
        assertThat(controlOf("probe").stopping()).isFalse();
        leave(1);
        run.work();

        assertThat(closedAt()).isEqualTo(1);
        assertThat(controlOf("sink").draining()).as("nobody was in a hurry").isFalse();
    }

    @Test
    void shouldStopTheDataflowWhenANodeDoesNotLeaveOnceItsTimeIsOver() {
        allReady();
        attach();
        run.processes.child("source").exit(0);
        run.work();

        run.advance(5_000);
        assertThat(controlOf("probe").stopReason()).hasValue(StopReason.GRACE_EXPIRED);
        assertThat(controlOf("sink").draining()).isFalse();
        run.advance(500);

        assertThat(controlOf("sink").draining()).isTrue();
        assertThat(closedAt()).as("it may still send. L1").isZero();
        run.processes.child("sink").exit(0);
        run.work();
        run.advance(5_000);
        run.advance(500);
        assertThat(run.supervisor.finished()).isTrue();
        assertThat(run.supervisor.failure()).isEmpty();
    }

    @Test
    void shouldEndTheRunWithoutANodeThatIsAttachedAndDoesNotLeave() {
        allReady();
        attach();
        run.processes.child("sink").exit(0);
        run.processes.child("source").exit(0);
        run.work();
        assertThat(run.supervisor.finished()).isFalse();
        assertThat(controlOf("probe").draining()).isTrue();
        assertThat(probe.refusal()).containsInstanceOf(Refused.class);

        run.advance(5_000);
        assertThat(controlOf("probe").stopReason()).hasValue(StopReason.GRACE_EXPIRED);
        assertThat(run.supervisor.finished()).isFalse();
        run.advance(500);

        assertThat(run.supervisor.finished()).isTrue();
        assertThat(Accounts.nodes(run.plan, run.nodes, run.dynamic).get(1).state())
                .isEqualTo("attached");
    }

    @Test
    void shouldEndTheRunAsSoonAsTheLastAttachedNodeHasLeft() {
        allReady();
        attach();
        run.processes.child("sink").exit(0);
        run.processes.child("source").exit(0);
        run.work();

        leave(1);
        run.work();

        assertThat(run.supervisor.finished()).isTrue();
    }

    @Test
    void shouldGoOnWithDynamicNodesAloneUntilSomebodyStopsIt() throws Exception {
        run.close();
        begin("nodes: [{id: probe, path: dynamic, outputs: [{id: out, arena: 64KiB, arena_max: 64KiB}]}]");
        run.advance(60_000);
        attach();
        run.advance(60_000);
        assertThat(run.supervisor.finished()).isFalse();
        assertThat(controlOf("probe").go()).isTrue();

        run.supervisor.requestStop();
        run.work();

        assertThat(controlOf("probe").stopReason())
                .as("no data reaches it: it is a source")
                .hasValue(StopReason.REQUESTED);
        leave(1);
        assertThat(run.supervisor.finished()).isTrue();
    }

    @Test
    void shouldNotEndOutputsWhileEveryStartedNodeWaitsForThem() throws Exception {
        run.close();
        begin("""
                nodes:
                  - {id: probe, path: dynamic, outputs: [{id: out, arena: 64KiB, arena_max: 64KiB}]}
                  - {id: sink, path: /bin/sh, inputs: {in: probe/out}}
                  - {id: loner, path: /bin/sh}
                """);
        ready("sink");
        run.processes.child("loner").exit(0);
        run.advance(60_000);
        AtomicBuffer out = map(SegmentKind.RING, run.files.run().ring("probe", "out"));
        assertThat(out.getLong(RingLayout.CLOSED_AT)).isZero();

        run.supervisor.requestStop();
        run.work();

        assertThat(out.getLong(RingLayout.CLOSED_AT)).isEqualTo(1);
        assertThat(controlOf("sink").draining()).isTrue();
    }
}
