package dev.bowstring.transport.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.log.Account;
import dev.bowstring.transport.log.Poll;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The appender and the reader of a journal run side by side over several of its files, and each dies in the middle: no
 * message is missing, and only those come twice that the reader had not closed.
 */
final class JournalRestartsTest {
    private static final int BYTES = 8;
    private static final int RECORD_BYTES = 384;
    private static final int ROLLS = 5;
    private static final int OPEN_AT_DEATH = 3;

    @TempDir
    private Path directory;

    @Test
    @Timeout(300)
    void shouldHandOutEachOfAMillionMessagesOverRollsAndRestarts() throws Exception {
        exchange(1_000_000);
    }

    private void exchange(int count) throws Exception {
        long rollBytes = (long) count * RECORD_BYTES / (ROLLS + 1);
        JournalSettings settings = new JournalSettings(
                Duration.ofHours(1), rollBytes, JournalSettings.FOREVER, Long.MAX_VALUE, 0, 1 << 20);
        try (JournalEdgeFixture run = new JournalEdgeFixture(directory, "run-1", settings, BYTES)) {
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> send(run, count));
            long next = read(run, 0, count / 2, sender);
            next = readAgain(run, next, count, sender);
            sender.get(1, TimeUnit.MINUTES);

            assertThat(next).isEqualTo(count);
            assertThat(run.account()).isEqualTo(new Account(count, count, 0, 0, 0));
            assertThat(run.surprises).isEmpty();
            assertThat(run.journal.queueFiles()).hasSizeGreaterThan(ROLLS);
        }
    }

    /** Two lives of the appender. */
    private static void send(JournalEdgeFixture run, int count) {
        run.send(count / 3);
        run.sendAndDieBeforeItIsSaid();
        run.startAppender();
        run.append();
        run.send(count - count / 3 - 1);
        run.endAppender();
    }

    /** A life of the reader that ends with some messages open. */
    private static long read(JournalEdgeFixture run, long from, long until, CompletableFuture<Void> sender) {
        try (JournalInput input = run.reader()) {
            long next = from;
            while (next < until) {
                next += takeOne(run, input, next, true, sender);
            }
            for (int open = 0; open < OPEN_AT_DEATH; ) {
                open += takeOne(run, input, next + open, false, sender);
            }
            return next;
        }
    }

    private static long readAgain(JournalEdgeFixture run, long from, long until, CompletableFuture<Void> sender) {
        IdleStrategy idle = new BackoffIdleStrategy();
        try (JournalInput input = run.reader()) {
            long next = from;
            while (next < until) {
                int taken = takeOne(run, input, next, true, sender);
                next += taken;
                idle.idle(taken);
            }
            assertThat(input.poll(run.message, run.restart)).isEqualTo(Poll.NOTHING);
            return next;
        }
    }

    private static int takeOne(
            JournalEdgeFixture run, JournalInput input, long expected, boolean close, CompletableFuture<Void> sender) {
        boolean sent = sender.isDone();
        if (input.headTimeNs() == Long.MAX_VALUE) {
            assertThat(sent)
                    .as("message %d is missing; sender %s", expected, sender)
                    .isFalse();
            Thread.onSpinWait();
            return 0;
        }
        JournalRecord.Pin pin = run.take(input, expected);
        if (close) {
            pin.release();
        }
        return 1;
    }
}
