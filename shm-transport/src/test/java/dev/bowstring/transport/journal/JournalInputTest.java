package dev.bowstring.transport.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.log.Account;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** An edge that reads the journal of its output: its ends, restarts of either side, and the account. */
final class JournalInputTest extends JournalInputGround {
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
