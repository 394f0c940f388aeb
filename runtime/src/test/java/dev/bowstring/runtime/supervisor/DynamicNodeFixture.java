package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.control.NodeControlReader;
import dev.bowstring.transport.layout.NodeControlLayout;
import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.segment.LifeLock;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.AtomicBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A source, a dynamic node between, and a sink; the test attaches a process to the one between, and lets it leave. */
abstract class DynamicNodeFixture {
    private static final String FLOW = """
            nodes:
              - id: source
                path: /bin/sh
                outputs: [{id: out, arena: 64KiB, arena_max: 64KiB}]
              - id: probe
                path: dynamic
                inputs:
                  all: {source: source/out, queue_policy: backpressure}
                  some: {source: source/out, queue_size: 3}
                outputs: [{id: back, arena: 64KiB, arena_max: 64KiB}]
              - id: sink
                path: /bin/sh
                inputs: {in: probe/back}
            """;
    static final int ALL = 0;
    static final int SOME = 1;
    private static final long PID = 77;

    @TempDir
    Path directory;

    private final List<LifeLock> locks = new ArrayList<>();
    TestRun run;
    DynamicNode probe;
    AtomicBuffer control;
    AtomicBuffer ring;
    AtomicBuffer all;

    @BeforeEach
    final void start() throws Exception {
        begin(FLOW);
        control = map(SegmentKind.OUTPUT_CONTROL, run.files.run().outputControl("source", "out"));
        ring = map(SegmentKind.RING, run.files.run().ring("source", "out"));
        all = map(SegmentKind.READER, run.files.run().reader("source", "out", ALL));
    }

    final void begin(String flow) throws Exception {
        run = new TestRun(directory, flow);
        run.work();
        probe = run.dynamic.find("probe").orElseThrow();
    }

    @AfterEach
    final void close() {
        locks.forEach(LifeLock::close);
        run.close();
    }

    final LifeLock attach() {
        LifeLock lock = locks.isEmpty() ? LifeLock.open(run.files.run().lock("probe")) : locks.get(0);
        if (locks.isEmpty()) {
            locks.add(lock);
        }
        assertThat(lock.tryTake()).isTrue();
        assertThat(probe.refusal()).isEmpty();
        probe.attach(PID, 0);
        return lock;
    }

    final void leave(long incarnation) {
        probe.bye(incarnation);
        locks.get(0).giveBack();
        probe.linkLost(incarnation);
    }

    final void publish(long tail) {
        ring.putLong(RingLayout.TAIL, tail);
    }

    final void read(long cursor, long received) {
        all.putLong(ReaderLayout.CURSOR, cursor);
        all.putLong(ReaderLayout.RECEIVED, received);
    }

    final void allReady() {
        ready("source");
        ready("sink");
        run.work();
    }

    final void ready(String node) {
        run.node(node).hello();
        run.node(node).ready(0);
    }

    final long mode(int reader) {
        return control.getLong(OutputControlLayout.reader(reader) + OutputControlLayout.READER_MODE);
    }

    final long closedAt() {
        return map(SegmentKind.RING, run.files.run().ring("probe", "back")).getLong(RingLayout.CLOSED_AT);
    }

    final AtomicBuffer doorbell() {
        return map(SegmentKind.DOORBELL, run.files.run().doorbell("probe"));
    }

    final long incarnationOf(String node) {
        return map(SegmentKind.NODE_CONTROL, run.files.run().nodeControl(node)).getLong(NodeControlLayout.INCARNATION);
    }

    final NodeControlReader controlOf(String node) {
        return new NodeControlReader(
                map(SegmentKind.NODE_CONTROL, run.files.run().nodeControl(node)));
    }

    static AtomicBuffer map(SegmentKind kind, Path file) {
        return Segment.map(file, kind, TestRun.ID, true).buffer();
    }
}
