package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.lifecycle.AttachState;
import dev.bowstring.runtime.supervisor.RunResult.EdgeEnd;
import dev.bowstring.transport.control.Frame.Read;
import dev.bowstring.transport.control.Frame.Reading;
import dev.bowstring.transport.control.InputPort;
import dev.bowstring.transport.control.ToolSeats;
import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.segment.LifeLock;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.agrona.concurrent.AtomicBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolReadersTest {
    private static final String FLOW = """
            nodes:
              - id: source
                path: /bin/sh
                outputs: [{id: out, arena: 64KiB, arena_max: 64KiB}, {id: other, arena: 64KiB, arena_max: 64KiB}]
                send_stdout_as: lines
              - id: sink
                path: /bin/sh
                inputs: {in: {source: source/out, queue_size: 40}}
            """;
    private static final int FIRST_TOOL = 1; // behind the sink
    private static final String SEAT = ToolSeats.NAMES.get(0);

    @TempDir
    Path directory;

    private TestRun run;
    private DynamicNode tool;
    private LifeLock lock;

    @BeforeEach
    void attach() throws Exception {
        run = new TestRun(directory, FLOW);
        run.work();
        tool = run.dynamic.find(SEAT).orElseThrow();
        lock = LifeLock.open(run.files.run().lock(SEAT));
        tool.attach(77, 0);
    }

    @AfterEach
    void close() {
        lock.close();
        run.close();
    }

    private AtomicBuffer map(SegmentKind kind, Path file) {
        return Segment.map(file, kind, TestRun.ID, true).buffer();
    }

    private AtomicBuffer reader() {
        return map(SegmentKind.READER, run.files.run().reader("source", "out", FIRST_TOOL));
    }

    private long mode() {
        return map(SegmentKind.OUTPUT_CONTROL, run.files.run().outputControl("source", "out"))
                .getLong(OutputControlLayout.reader(FIRST_TOOL) + OutputControlLayout.READER_MODE);
    }

    private void publish(long tail) {
        map(SegmentKind.RING, run.files.run().ring("source", "out")).putLong(RingLayout.TAIL, tail);
    }

    private Reading open(boolean blocking, String... outputs) {
        return new ToolReaders(run.files).open(tool, new Read(List.of(outputs), blocking));
    }

    @Test
    void shouldOpenAReaderBehindTheLastMessageAndFreeItWhenTheToolLeaves() {
        publish(5);

        Reading reading = open(true, "source/out");

        assertThat(reading.refusal()).isEmpty();
        assertThat(reading.inputs())
                .containsExactly(new InputPort(
                        "source.out", "source", "out", FIRST_TOOL, true, 64, 16, 0, false, Optional.empty()));
        assertThat(mode()).isEqualTo(OutputControlLayout.BLOCKING);
        assertThat(reader().getLong(ReaderLayout.CURSOR)).isEqualTo(5);
        tool.bye(1);
        assertThat(mode()).isEqualTo(OutputControlLayout.FREE);
    }

    @Test
    void shouldFreeTheReadersOfAToolThatWasKilledAndLetTheNextOneReadSomethingElse() {
        open(true, "source/out");
        reader().putLong(ReaderLayout.pin(3), 99);

        tool.linkLost(1);
        run.work();

        assertThat(tool.state()).isEqualTo(AttachState.DETACHED);
        assertThat(mode()).isEqualTo(OutputControlLayout.FREE);
        assertThat(reader().getLong(ReaderLayout.pin(3))).isZero();
        tool.attach(78, 0);
        assertThat(open(false, "source/other").inputs())
                .extracting(InputPort::sourceOutput)
                .containsExactly("other");
        assertThat(mode()).isEqualTo(OutputControlLayout.FREE);
    }

    @Test
    void shouldRefuseAsAWholeWhatIsNotThere() {
        assertThat(open(true, "source/out", "source/nothing").refusal())
                .isEqualTo("the run has no output source/nothing");
        assertThat(open(true, "source/lines").refusal()).contains("carries lines");
        assertThat(open(true).refusal()).contains("at least one output");
        assertThat(mode()).isEqualTo(OutputControlLayout.FREE);
    }

    @Test
    void shouldAccountForWhatAToolHasRead() {
        publish(5);
        open(false, "source/out");
        publish(9);
        reader().putLong(ReaderLayout.CURSOR, 8);
        reader().putLong(ReaderLayout.RECEIVED, 2);
        tool.bye(1);

        EdgeEnd edge = Accounts.edges(run.files, run.dynamic).get(1);

        assertThat(edge.input()).isEqualTo(SEAT + "/source.out");
        assertThat(edge.published()).isEqualTo(4);
        assertThat(edge.received()).isEqualTo(2);
        assertThat(edge.dropped()).as("one skipped, one left unread").isEqualTo(2);
    }

    @Test
    void shouldNotKeepADataflowFromItsEnd() {
        open(true, "source/out");
        run.processes.child("source").exit(0);
        run.processes.child("sink").exit(0);
        run.work();
        assertThat(run.supervisor.finished()).as("the tool may read to the end").isFalse();

        tool.bye(1);
        run.work();

        assertThat(run.supervisor.finished()).isTrue();
    }
}
