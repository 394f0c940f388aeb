package dev.bowstring.transport.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.transport.control.StartAt;
import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.layout.KeptWordLayout;
import dev.bowstring.transport.log.Account;
import dev.bowstring.transport.log.Poll;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentException;
import dev.bowstring.transport.segment.SegmentKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An edge that reads the journal of its output: positions, restarts of either side, and the account. */
@Timeout(60)
final class JournalInputTest {
    @TempDir
    private Path directory;

    private JournalEdgeFixture run;

    @BeforeEach
    void beginARun() throws IOException {
        run = begin("run-1");
    }

    private JournalEdgeFixture begin(String id) throws IOException {
        return new JournalEdgeFixture(directory, id, JournalEdgeFixture.SMALL_FILES, 64);
    }

    @AfterEach
    void endIt() {
        run.endAppender();
        run.close();
    }

    private void nextRun() throws IOException {
        endIt();
        run = begin("run-2");
    }

    private static List<Long> from(long first, long end) {
        return LongStream.range(first, end).boxed().toList();
    }

    @Test
    void shouldHandOutInOrderWhatIsInTheJournalAndAccountForIt() {
        try (JournalInput input = run.reader()) {
            assertThat(input.headTimeNs()).isEqualTo(Long.MAX_VALUE);
            run.publish(3);
            assertThat(input.headTimeNs()).as("not in the journal yet").isEqualTo(Long.MAX_VALUE);
            assertThat(run.account()).isEqualTo(new Account(3, 0, 0, 3, 0));
            run.append();

            assertThat(run.readAll(input)).isEqualTo(from(0, 3));
            assertThat(run.account()).isEqualTo(new Account(3, 3, 0, 0, 0));

            run.send(3000);
            assertThat(run.readAll(input)).isEqualTo(from(3, 3003));
            assertThat(run.journal.queueFiles()).hasSizeGreaterThan(5);
            assertThat(run.account()).isEqualTo(new Account(3003, 3003, 0, 0, 0));
        }
    }

    @Test
    void shouldGoOnBehindTheLastMessageThatWasClosed() {
        run.send(10);
        try (JournalInput input = run.reader()) {
            run.take(input, 0).release();
            run.take(input, 1).release();
            var unused = run.take(input, 2); // its process dies
        }
        try (JournalInput input = run.reader()) {
            assertThat(run.readAll(input)).isEqualTo(from(2, 10));
            assertThat(run.account()).isEqualTo(new Account(10, 10, 0, 0, 0));
        }
        try (JournalInput input = run.reader()) {
            assertThat(run.readAll(input)).isEmpty();
            run.send(1);
            assertThat(run.readAll(input)).isEqualTo(from(10, 11));
        }
    }

    @Test
    void shouldComeAgainFromTheOldestMessageThatIsStillOpen() {
        run.send(6);
        List<JournalRecord.Pin> pins = new ArrayList<>();
        try (JournalInput input = run.reader()) {
            for (int i = 0; i < 4; i++) {
                pins.add(run.take(input, i));
            }
            assertThat(input.poll(run.message, run.restart)).isEqualTo(Poll.NO_PIN);
            pins.get(3).release();
            pins.get(2).release();
            pins.get(0).release();
            assertThat(run.account()).isEqualTo(new Account(6, 1, 0, 5, 0));
            assertThat(input.held()).isEqualTo(1);
        }
        try (JournalInput input = run.reader()) {
            assertThat(run.readAll(input)).isEqualTo(from(1, 6));
        }
    }

    @Test
    void shouldHoldOneMessageWhileAllOthersPass() {
        run.send(100);
        try (JournalInput input = run.reader()) {
            JournalRecord.Pin kept = run.take(input, 0);
            assertThat(run.readAll(input)).isEqualTo(from(1, 100));
            kept.release();
            assertThat(run.account()).isEqualTo(new Account(100, 100, 0, 0, 0));
        }
    }

    @Test
    void shouldNotCountWhatIsLetGoOfWhenItsNodeCloses() {
        run.send(2);
        try (JournalInput input = run.reader()) {
            JournalRecord.Pin pin = run.take(input, 0);
            input.freeze();
            pin.release();
        }
        try (JournalInput input = run.reader()) {
            assertThat(run.readAll(input)).isEqualTo(from(0, 2));
        }
    }

    @Test
    void shouldReadFirstWhatEarlierRunsHaveLeft() throws IOException {
        run.send(5);
        try (JournalInput input = run.reader()) {
            run.take(input, 0).release();
        }
        nextRun();

        run.send(2);
        try (JournalInput input = run.reader()) {
            run.take(input, 1).release();
            assertThat(run.message.ofThisRun()).isFalse();
            assertThat(run.account()).isEqualTo(new Account(2, 0, 0, 2, 0));
            assertThat(run.readAll(input)).containsExactly(2L, 3L, 4L, 0L, 1L);
            assertThat(run.message.ofThisRun()).isTrue();
            assertThat(run.account()).isEqualTo(new Account(2, 2, 0, 0, 0));
        }
    }

    @Test
    void shouldBeginWhereItIsToldWithoutAPosition() throws IOException {
        run.send(4);
        long third;
        try (JournalReader reader = JournalReader.open(run.journal)) {
            assertThat(reader.toPosition(2)).isTrue();
            JournalRecord record = new JournalRecord();
            assertThat(reader.poll(record)).isEqualTo(JournalPoll.TAKEN);
            third = record.facts().wallTimeNs();
            record.pin().release();
        }
        nextRun();

        Map<StartAt, List<Long>> expected = new LinkedHashMap<>();
        expected.put(new StartAt(StartAt.Kind.EARLIEST, 0), List.of(0L, 1L, 2L, 3L, 0L));
        expected.put(new StartAt(StartAt.Kind.LATEST, 0), List.of(0L));
        expected.put(new StartAt(StartAt.Kind.NUMBER, 3), List.of(3L, 0L));
        expected.put(new StartAt(StartAt.Kind.NUMBER, 300), List.of(0L));
        expected.put(new StartAt(StartAt.Kind.TIME, third), List.of(2L, 3L, 0L));
        expected.put(new StartAt(StartAt.Kind.TIME, third + 3_600_000_000_000L), List.of(0L));
        Map<StartAt, JournalInput> inputs = new LinkedHashMap<>();
        for (StartAt startAt : expected.keySet()) {
            inputs.put(startAt, run.reader("sink.in" + inputs.size(), startAt));
        }
        run.send(1);

        inputs.forEach((startAt, input) -> {
            assertThat(run.readAll(input)).as("%s", startAt).isEqualTo(expected.get(startAt));
            input.close();
        });
    }

    @Test
    void shouldCountAsDroppedWhatLiesBeforeItsFirstPlace() {
        run.send(4);
        try (JournalInput input = run.reader("sink.in", new StartAt(StartAt.Kind.LATEST, 0))) {
            assertThat(run.account()).isEqualTo(new Account(4, 0, 4, 0, 0));
            run.send(1);
            assertThat(run.readAll(input)).isEqualTo(from(4, 5));
            assertThat(run.account()).isEqualTo(new Account(5, 1, 4, 0, 0));
        }
    }

    @Test
    void shouldCountAsDroppedWhatCannotBeRead() {
        run.send(4);
        try (JournalInput input = run.reader()) {
            JournalRecord.Pin first = run.take(input, 0);
            JournalRecord.Pin second = run.take(input, 1);
            run.message.damaged(true);
            JournalRecord.Pin third = run.take(input, 2);
            first.release();
            second.release();
            third.release();
            assertThat(run.account()).isEqualTo(new Account(4, 2, 1, 1, 0));
        }
        try (JournalInput input = run.reader()) {
            assertThat(run.readAll(input)).isEqualTo(from(3, 4));
            assertThat(run.account()).isEqualTo(new Account(4, 3, 1, 0, 0));
        }
    }

    @Test
    void shouldSkipWhatCameMeanwhileIfTheSupervisorSaysSo() {
        run.send(10);
        try (JournalInput input = run.reader()) {
            run.take(input, 0).release();
        }
        run.skipToEnd();
        try (JournalInput input = run.reader()) {
            assertThat(run.readAll(input)).isEmpty();
            run.send(2);
            assertThat(run.readAll(input)).isEqualTo(from(10, 12));
            assertThat(run.account()).isEqualTo(new Account(12, 3, 9, 0, 0));
        }
    }

    @Test
    void shouldSkipToWhatIsNotInTheJournalYet() {
        run.send(3);
        run.publish(2);
        run.skipToEnd();
        try (JournalInput input = run.reader()) {
            run.publish(1);
            run.append();
            assertThat(run.readAll(input)).isEqualTo(from(5, 6));
            assertThat(run.account()).isEqualTo(new Account(6, 1, 5, 0, 0));
        }
    }

    @Test
    void shouldEndBehindTheLastMessageOfItsOutput() {
        try (JournalInput input = run.reader()) {
            run.publish(2);
            run.supervisor().close();
            assertThat(input.closed()).isFalse();
            run.append();
            assertThat(input.closed()).isFalse();
            assertThat(run.readAll(input)).isEqualTo(from(0, 2));
            assertThat(input.closed()).isTrue();
            assertThat(input.abandoned()).isFalse();
        }
    }

    @Test
    void shouldEndBehindTheLastRecordOnceNobodyAppendsAnyMore() {
        try (JournalInput input = run.reader()) {
            run.sendAndDieBeforeItIsSaid();
            run.publish(2);
            run.freeAppender();

            assertThat(input.closed()).isFalse();
            assertThat(run.readAll(input)).isEqualTo(from(0, 1));
            assertThat(input.closed()).isTrue();
            assertThat(input.abandoned()).isTrue();
            assertThat(run.account()).isEqualTo(new Account(3, 1, 0, 2, 0));
            run.startAppender();
        }
    }

    @Test
    void shouldTellARestartOfThePublisherBetweenTheMessagesOfItsLives() {
        try (JournalInput input = run.reader()) {
            run.send(2);
            run.supervisor().restarted(1, 77);
            run.send(1);

            assertThat(run.readAll(input)).isEqualTo(from(0, 2));
            assertThat(run.restart.restarts()).isEqualTo(1);
            assertThat(run.readAll(input)).isEqualTo(from(2, 3));
        }
    }

    @Test
    void shouldWakeAReaderThatSleepsWhenItsMessageIsInTheJournalAndNotBefore() {
        try (JournalInput input = run.reader();
                Segment page = Segment.map(run.run.doorbell("sink"), SegmentKind.DOORBELL, run.run.runId(), true)) {
            page.buffer().putLongVolatile(DoorbellLayout.WAITING_INPUT, 1);
            int before = page.buffer().getIntVolatile(DoorbellLayout.BELL);
            run.publish(1);
            assertThat(page.buffer().getIntVolatile(DoorbellLayout.BELL)).isEqualTo(before);
            run.append();
            assertThat(page.buffer().getIntVolatile(DoorbellLayout.BELL)).isEqualTo(before + 1);
            assertThat(run.readAll(input)).hasSize(1);
        }
    }

    @Test
    void shouldGoOnAtTheEndOfAJournalThatHasLostRecordsAndSaySo() throws IOException {
        run.send(3);
        try (JournalInput input = run.reader()) {
            assertThat(run.readAll(input)).hasSize(3);
        }
        nextRun();
        setPosition(50);

        try (JournalInput input = run.reader()) {
            run.send(1);
            assertThat(run.readAll(input)).isEqualTo(from(0, 1));
            assertThat(run.surprises)
                    .singleElement()
                    .asString()
                    .contains("position 50")
                    .contains("lost records");
        }
    }

    private void setPosition(long value) throws IOException {
        byte[] bytes = Files.readAllBytes(run.journal.position("sink.in"));
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(KeptWordLayout.WORD, value);
        Files.write(run.journal.position("sink.in"), bytes);
    }

    @Test
    void shouldBeginAnewWhenTheJournalIsGone() throws IOException {
        run.send(3);
        try (JournalInput input = run.reader()) {
            assertThat(run.readAll(input)).hasSize(3);
        }
        endIt();
        for (Path file : run.journal.queueFiles()) {
            Files.delete(file);
        }
        Files.delete(run.journal.path().resolve("metadata.cq4t"));
        Files.delete(run.journal.path().resolve("journal.properties"));
        run = begin("run-2");
        try (JournalInput input = run.reader()) {
            run.send(2);
            assertThat(run.readAll(input)).isEqualTo(from(0, 2));
        }
    }

    @Test
    void shouldRefuseAPositionThatIsForeignOrDamaged() throws IOException {
        run.reader().close();
        Path file = run.journal.position("sink.in");
        byte[] sound = Files.readAllBytes(file);
        for (int at : new int[] {0, KeptWordLayout.VERSION_OFFSET, KeptWordLayout.CHECKSUM, KeptWordLayout.WORD + 7}) {
            byte[] damaged = sound.clone();
            damaged[at] ^= (byte) 0x80;
            Files.write(file, damaged);
            assertThatThrownBy(run::reader)
                    .as("byte %d", at)
                    .isInstanceOf(SegmentException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("start_at");
        }
        Files.write(file, new byte[7]);
        assertThatThrownBy(run::reader).isInstanceOf(SegmentException.class).hasMessageContaining("7 bytes");
    }

    @Test
    void shouldHoldAMessageWhileItsFileRollsAndIsDeleted() throws IOException {
        run.send(1);
        try (JournalInput input = run.reader()) {
            JournalRecord.Pin kept = run.take(input, 0);
            long address = input.record().address();
            long first = new UnsafeBuffer(address, 128).getLong(0);
            run.send(3000);
            assertThat(run.readAll(input)).hasSize(3000);
            Files.delete(run.journal.queueFiles().get(0));

            assertThat(new UnsafeBuffer(address, 128).getLong(0)).isEqualTo(first);
            kept.release();
        }
    }

    @Test
    void shouldTellAndCountWhatWasDeletedBeforeItWasRead() throws IOException {
        run.send(1);
        try (JournalInput input = run.reader()) {
            assertThat(run.readAll(input)).hasSize(1);
            run.send(3000);
            assertThat(run.journal.queueFiles()).hasSizeGreaterThan(2);
            Files.delete(run.journal.queueFiles().get(1));

            int read = run.readAll(input).size();

            assertThat(read).isPositive().isLessThan(3000);
            assertThat(run.surprises)
                    .singleElement()
                    .asString()
                    .contains("are there no more", "deleted (`keep_for`, `keep_size`) before they were read");
            assertThat(run.account()).isEqualTo(new Account(3001, 1 + read, 3000 - read, 0, 0));
        }
    }

    @Test
    void shouldHandOutLargeMessagesInPlace() throws IOException {
        endIt();
        int bytes = 40_000_000;
        JournalSettings large = new JournalSettings(
                JournalSettings.DEFAULT.rollAfter(), 100_000_000, JournalSettings.FOREVER, Long.MAX_VALUE, 0, 64 << 20);
        run = new JournalEdgeFixture(directory.resolve("large"), "run-2", large, bytes);
        try (JournalInput input = run.reader()) {
            run.send(4);
            List<JournalRecord.Pin> pins = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                pins.add(run.take(input, i));
                assertThat(input.record().address() % 64).isZero();
            }
            assertThat(run.journal.queueFiles()).hasSizeGreaterThan(1);
            pins.forEach(JournalRecord.Pin::release);
        }
    }
}
