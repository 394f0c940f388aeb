package dev.bowstring.node.session.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Output;
import dev.bowstring.node.RunFixture;
import dev.bowstring.node.Stop;
import dev.bowstring.node.session.message.Leaks;
import dev.bowstring.transport.doorbell.IdleStrategy;
import dev.bowstring.transport.layout.HeaderLayout;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.segment.LifeLock;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import dev.bowstring.transport.segment.TokenFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that attaches, over real files and a real socket; the supervisor lets in whoever knows the token. */
@Timeout(60)
class AttachTest {
    private final List<Integer> halted = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final Settings settings = new Settings(
            IdleStrategy.BLOCKING, Leaks.FULL, new Watchdog(halted::add, 0), () -> new PrintStream(errors, true));
    private RunFixture fixture;
    private RunDirectory run;
    private LifeLock watched;

    @BeforeEach
    void declare(@TempDir Path directory) throws IOException {
        fixture = new RunFixture(directory)
                .output("source", "rows")
                .blocking("probe", "rows", "source/rows", 10)
                .eager("source")
                .eager("probe")
                .startSupervisor();
        run = fixture.directory();
        for (Path path : List.of(directory, run.path())) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
        TokenFile.create(run.token("probe"), "token");
        watched = LifeLock.create(run.lock("probe"));
    }

    @AfterEach
    void close() {
        watched.close();
        fixture.close();
    }

    @Test
    void shouldHoldTheLockWhileItIsAttachedAndComeBackAfterIt() {
        try (Node source = fixture.connect("source")) {
            for (long number = 0; number < 3; number++) {
                try (Node probe = attach()) {
                    assertThat(probe.runId()).isEqualTo(run.runId());
                    assertThat(watched.isFree()).isFalse();
                    send(source, number);
                    Message message = (Message) probe.next().orElseThrow();
                    assertThat(message.vector(BigIntVector.class).get(0)).isEqualTo(number);
                }
                assertThat(watched.isFree()).isTrue();
            }
        }
        assertThat(fixture.heard()).filteredOn("bye probe"::equals).hasSize(3);
    }

    @Test
    void shouldAttachOnceAtATime() {
        try (Node probe = attach()) {
            assertThatThrownBy(this::attach)
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("node 'probe' is taken: this process is attached as it already");
            assertThat(watched.isFree()).as("after %s", probe.id()).isFalse();
        }
    }

    @Test
    void shouldKeepTheLockWhenItIsClosedWithMessagesStillInUse() {
        try (Node source = fixture.connect("source")) {
            Message kept;
            try (Node probe = attach()) {
                send(source, 42);
                kept = ((Message) probe.next().orElseThrow()).retain();
            }

            assertThat(watched.isFree())
                    .as("another could overwrite what is in use")
                    .isFalse();
            assertThat(fixture.heard()).doesNotContain("bye probe");
            assertThat(kept.vector(BigIntVector.class).get(0)).isEqualTo(42);
            assertThat(pin()).as("its publisher must not write over it").isNotZero();
            kept.close();
            assertThat(pin()).isZero();
            assertThatThrownBy(this::attach).hasMessageContaining("closed it with messages still in use");
        }
    }

    @Test
    void shouldStopWhenTheSupervisorHasGoneAndLiveOn() {
        try (Node probe = attach()) {
            fixture.killSupervisor();

            assertThat(probe.next()).contains(new Stop(Stop.Reason.SUPERVISOR_GONE));
        }

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("bowstring-watchdog");
        assertThat(halted).isEmpty();
        assertThat(watched.isFree()).isTrue();
    }

    @Test
    void shouldGiveTheLockBackWhenItIsNotLetIn() throws IOException {
        Files.delete(run.token("probe"));
        TokenFile.create(run.token("probe"), "another");

        assertThatThrownBy(this::attach)
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("node 'probe' cannot join its dataflow", "no node probe with that token");
        assertThat(watched.isFree()).isTrue();

        fixture.killSupervisor();
        assertThatThrownBy(this::attach).hasMessageContaining("is the dataflow still running?");
        assertThat(watched.isFree()).isTrue();
    }

    @Test
    void shouldRefuseARuntimeOfAnotherLayoutVersion() throws IOException {
        try (RandomAccessFile doorbell =
                new RandomAccessFile(run.doorbell("probe").toFile(), "rw")) {
            doorbell.seek(HeaderLayout.VERSION_OFFSET);
            doorbell.write(99);
        }

        assertThatThrownBy(this::attach)
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("has layout version 99, this process knows");
        assertThat(watched.isFree()).isTrue();
    }

    private long pin() {
        Path file = run.reader("source", "rows", 0);
        try (Segment reader = Segment.map(file, SegmentKind.READER, run.runId(), false)) {
            return reader.buffer().getLongVolatile(ReaderLayout.pin(0));
        }
    }

    private Node attach() {
        return new SessionConnector().attach(run.path().toString(), "probe", new RunSearch(Map.of()), settings);
    }

    private static void send(Node source, long value) {
        Output rows = source.output("rows");
        try (BigIntVector vector = new BigIntVector("n", rows.allocator())) {
            vector.setSafe(0, value);
            vector.setValueCount(1);
            assertThat(rows.send(vector).sent()).isTrue();
        }
    }
}
