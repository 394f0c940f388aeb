package dev.bowstring.transport.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.transport.control.StartAt;
import dev.bowstring.transport.layout.KeptWordLayout;
import dev.bowstring.transport.log.Account;
import dev.bowstring.transport.log.Poll;
import dev.bowstring.transport.segment.SegmentException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where a reader of a journal begins: at its position, or where it is told if it has none. */
final class JournalPositionTest extends JournalInputGround {
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
}
