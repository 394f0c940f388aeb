package dev.bowstring.node.session.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bowstring.node.Event;
import dev.bowstring.node.Failure;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Output;
import dev.bowstring.node.RunFixture;
import dev.bowstring.node.SendResult;
import dev.bowstring.node.Stop;
import dev.bowstring.node.session.message.Leaks;
import dev.bowstring.transport.doorbell.IdleStrategy;
import dev.bowstring.transport.layout.HeaderLayout;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SessionFailureTest {
    private final List<Integer> halted = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final Settings settings = new Settings(
            IdleStrategy.BLOCKING, Leaks.FULL, new Watchdog(halted::add, 1), () -> new PrintStream(errors, true));
    private RunFixture run;

    @BeforeEach
    void declare(@TempDir Path directory) {
        run = new RunFixture(directory)
                .output("source", "rows")
                .blocking("sink", "rows", "source/rows", 10)
                .eager("source")
                .eager("sink")
                .startSupervisor();
    }

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void shouldStopWhenTheSupervisorHasGoneAndHaltIfTheProgramDoesNotEnd() {
        try (Node sink = connect("sink")) {
            CompletableFuture<Event> next =
                    CompletableFuture.supplyAsync(() -> sink.next().orElseThrow());

            run.killSupervisor();

            assertThat(next.join()).isEqualTo(new Stop(Stop.Reason.SUPERVISOR_GONE));
            await().until(() -> halted.equals(List.of(Watchdog.EXIT_CODE)));
        }
    }

    @Test
    void shouldNotHaltWhenItWasClosedBefore() {
        connect("sink").close();
        run.killSupervisor();

        assertThat(halted).isEmpty();
    }

    @Test
    void shouldReportWhatWasRetainedAndNeverClosedWithItsPlace() {
        try (Node source = connect("source")) {
            Message leaked;
            try (Node sink = connect("sink")) {
                send(source, 42);
                leaked = ((Message) sink.next().orElseThrow()).retain();
            }

            assertThat(errors.toString())
                    .contains(
                            "a message was taken or retained and never closed", "\"input\":\"rows\"", "\"sequence\":0")
                    .contains("SessionFailureTest.shouldReportWhatWasRetained")
                    .contains("the memory of an input stays mapped");
            assertThat(leaked.vector(BigIntVector.class).get(0)).isEqualTo(42);
            leaked.close();
        }
    }

    @Test
    void shouldReportAVectorThatWasNeverClosedAndLeaveItUsable() {
        BigIntVector leaked;
        try (Node source = connect("source")) {
            leaked = new BigIntVector("n", source.output("rows").allocator());
            leaked.setSafe(0, 42);
        }

        assertThat(errors.toString()).contains("the memory of an output stays mapped", "\"output\":\"rows\"");
        assertThat(leaked.get(0)).isEqualTo(42);
    }

    @Test
    void shouldSayNothingWhenAllWasClosed() {
        try (Node source = connect("source");
                Node sink = connect("sink")) {
            send(source, 42);
            ((Message) sink.next().orElseThrow()).retain().close();
        }

        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void shouldReportAMessageThatMakesNoSenseAndGoOn() {
        try (Node source = connect("source");
                Node sink = connect("sink")) {
            send(source, 42);
            scribble();

            assertThat(sink.next())
                    .hasValueSatisfying(event -> assertThat(event)
                            .isInstanceOfSatisfying(
                                    Failure.class,
                                    failure -> assertThat(failure.reason()).startsWith("message 0: ")));
            assertThat(sink.next()).contains(new InputClosed("rows"));
            assertThat(sink.next()).contains(new Stop(Stop.Reason.INPUTS_CLOSED));
            await().until(() -> run.heard().contains("corrupt sink/rows"));
        }
    }

    /** Overwrites everything in the arena behind its header. */
    private void scribble() {
        Path file = run.directory().arena("source", "rows", 0);
        try (Segment arena =
                Segment.map(file, SegmentKind.ARENA, run.directory().runId(), true)) {
            arena.buffer().setMemory(HeaderLayout.LENGTH, (int) arena.size() - HeaderLayout.LENGTH, (byte) 0x5A);
        }
    }

    @Test
    void shouldRefuseARuntimeOfAnotherLayoutVersion() throws IOException {
        try (RandomAccessFile doorbell =
                new RandomAccessFile(run.directory().doorbell("sink").toFile(), "rw")) {
            doorbell.seek(HeaderLayout.VERSION_OFFSET);
            doorbell.write(99);
        }

        assertThatThrownBy(() -> connect("sink"))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("node 'sink' cannot join its dataflow")
                .hasMessageContaining("has layout version 99, this process knows")
                .hasMessageContaining("use the same Bowstring version");
    }

    @Test
    void shouldSayThatThereIsNoDataflowAnyMore() {
        run.killSupervisor();

        assertThatThrownBy(() -> connect("sink"))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("is the dataflow still running?");
    }

    private Node connect(String node) {
        return new SessionConnector().connect(NodeEnvironment.of(run.environment(node)), settings);
    }

    private static void send(Node source, long value) {
        Output rows = source.output("rows");
        try (BigIntVector vector = new BigIntVector("n", rows.allocator())) {
            vector.setSafe(0, value);
            vector.setValueCount(1);
            assertThat(rows.send(vector)).isEqualTo(SendResult.SENT);
        }
    }
}
