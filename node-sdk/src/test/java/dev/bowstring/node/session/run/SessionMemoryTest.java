package dev.bowstring.node.session.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bowstring.node.Batch;
import dev.bowstring.node.Output;
import dev.bowstring.node.RunFixture;
import dev.bowstring.node.SendResult;
import dev.bowstring.transport.counters.OutputCounter;
import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.log.Waiting;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The memory of a node's outputs: what is asked of the supervisor, and what outlives the node. */
@Timeout(60)
class SessionMemoryTest {
    private static final Schema SCHEMA = new Schema(List.of(Field.nullable("n", new ArrowType.Int(64, true))));
    private static final int MANY = 1 << 14;

    private RunFixture run;

    @BeforeEach
    void declare(@TempDir Path directory) {
        run = new RunFixture(directory);
    }

    @AfterEach
    void close() {
        run.close();
    }

    private BigIntVector many(Output rows) {
        BigIntVector vector = new BigIntVector("n", rows.allocator());
        vector.allocateNew(MANY);
        vector.setValueCount(MANY);
        return vector;
    }

    private long requests() {
        return run.heard().stream().filter("grow source/rows"::equals).count();
    }

    private void smallArena(long arenaMax) {
        run.output("source", "rows", 1 << 16, arenaMax)
                .blocking("sink", "rows", "source/rows", 10)
                .start();
    }

    @Test
    void shouldUseAnArenaFileThatCameTooLateInsteadOfAskingForAnother() {
        smallArena(64 << 20);
        Output rows = run.output("source/rows");
        run.supervisorIsBusy(true);

        try (BigIntVector first = many(rows);
                BigIntVector second = many(rows)) {
            assertThat(run.counter("source/rows", OutputCounter.FALLBACKS)).isEqualTo(2);
            assertThat(requests()).isEqualTo(1);
            run.supervisorIsBusy(false);
            await().until(() -> run.counter("source/rows", OutputCounter.GROWTHS) == 1);

            assertThat(rows.send(first)).isEqualTo(SendResult.SENT);
        }

        assertThat(run.arenas("source/rows")).isEqualTo(2);
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void shouldWaitForAFileThatIsLateRatherThanCallAMessageTooLarge() throws Exception {
        smallArena(64 << 20);
        Output rows = run.output("source/rows");
        run.supervisorIsBusy(true);
        CompletableFuture<SendResult> sender = CompletableFuture.supplyAsync(() -> {
            try (BigIntVector vector = many(rows)) {
                return rows.send(vector);
            }
        });
        await().until(() -> run.waitsFor("source/rows").bytes() > 0);
        int before = bellOfTheSleeper();

        run.supervisorIsBusy(false);

        assertThat(sender.get()).isEqualTo(SendResult.SENT);
        assertThat(requests()).isEqualTo(1);
        assertThat(bell()).as("rung, not woken by its clock").isGreaterThan(before);
    }

    /** How often the node was rung so far, now that a thread of it sleeps for room. */
    private int bellOfTheSleeper() {
        RunDirectory directory = run.directory();
        try (Segment page = Segment.map(directory.doorbell("source"), SegmentKind.DOORBELL, directory.runId(), false)) {
            await().until(() -> page.buffer().getLongVolatile(DoorbellLayout.WAITING_ROOM) != 0);
            return page.buffer().getIntVolatile(DoorbellLayout.BELL);
        }
    }

    private int bell() {
        RunDirectory directory = run.directory();
        try (Segment page = Segment.map(directory.doorbell("source"), SegmentKind.DOORBELL, directory.runId(), false)) {
            return page.buffer().getIntVolatile(DoorbellLayout.BELL);
        }
    }

    @Test
    void shouldWakeASenderWhenAnotherThreadOfTheNodeFreesMemory() throws Exception {
        smallArena(1 << 16);
        Output rows = run.output("source/rows");
        rows.send(filled(rows)); // not read: a reader may have something to give back, so that waiting is not in vain
        BigIntVector inTheWay = new BigIntVector("n", rows.allocator());
        inTheWay.allocateNew(4_000);
        CompletableFuture<SendResult> sender = CompletableFuture.supplyAsync(() -> {
            try (RootAllocator ordinary = new RootAllocator();
                    BigIntVector vector = new BigIntVector("n", ordinary)) {
                vector.allocateNew(4_000);
                vector.setValueCount(4_000);
                return rows.send(vector);
            }
        });
        await().until(() -> run.waitsFor("source/rows").kind() == Waiting.Kind.MEMORY);
        assertThat(run.waitsFor("source/rows").reader()).as("who has not read").isZero();
        int before = bellOfTheSleeper();

        inTheWay.close();

        assertThat(sender.get()).isEqualTo(SendResult.SENT);
        assertThat(bell()).as("rung, not woken by its clock").isGreaterThan(before);
    }

    @Test
    void shouldLeaveMemoryMappedThatIsKeptFromABatch() {
        smallArena(1 << 16);
        Output rows = run.output("source/rows");
        rows.send(filled(rows));
        Batch batch = filled(rows);
        ArrowBuf kept = batch.root().getVector(0).getDataBuffer();
        kept.getReferenceManager().retain();
        rows.send(batch);

        run.node("source").close();

        assertThat(kept.getLong(0)).as("not a crash of this JVM").isEqualTo(42);
        kept.getReferenceManager().release();
    }

    @Test
    void shouldCountTheBytesOfWhatIsSent() {
        smallArena(1 << 20);
        Output rows = run.output("source/rows");

        for (int i = 0; i < 3; i++) { // as vectors that grow, then from a pool
            rows.send(filled(rows));
        }
        assertThat(run.counter("source/rows", OutputCounter.SENT_BYTES)).isEqualTo(3 * (8 + 1));
        try (BigIntVector vector = many(rows)) {
            rows.send(vector);
        }

        assertThat(run.counter("source/rows", OutputCounter.SENT_BYTES)).isEqualTo(3 * (8 + 1) + MANY * 8 + MANY / 8);
    }

    private static Batch filled(Output rows) {
        Batch batch = rows.batch(SCHEMA);
        batch.vector("n", BigIntVector.class).setSafe(0, 42);
        return batch.rows(1);
    }
}
