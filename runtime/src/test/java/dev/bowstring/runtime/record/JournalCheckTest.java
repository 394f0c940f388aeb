package dev.bowstring.runtime.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.journal.JournalAppender;
import dev.bowstring.transport.journal.JournalDirectory;
import dev.bowstring.transport.journal.JournalSettings;
import dev.bowstring.transport.journal.MessageFacts;
import dev.bowstring.transport.journal.MessageSource;
import dev.bowstring.transport.message.MessageReader;
import dev.bowstring.transport.message.MessageShape;
import dev.bowstring.transport.message.MessageWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is missing and was counted, what is missing and was not, what is damaged. */
class JournalCheckTest {
    private static final JournalSettings SMALL_FILES =
            new JournalSettings(Duration.ofHours(1), 64 << 10, JournalSettings.FOREVER, Long.MAX_VALUE, 0, 1 << 20);
    private static final int MESSAGE_AT = 128;
    private static final int PAYLOAD_AT = 4096;
    private static final int PAYLOAD_BYTES = 4096;

    @TempDir
    private Path directory;

    private final UnsafeBuffer arena = new UnsafeBuffer(new byte[PAYLOAD_AT + PAYLOAD_BYTES]);
    private JournalDirectory journal;

    @BeforeEach
    void nameIt() {
        journal = new JournalDirectory(directory.resolve("out"));
    }

    private void append(long from, long to, long missedBefore) {
        try (JournalAppender appender = JournalAppender.open(journal, SMALL_FILES, () -> 1_700_000_000_000L)) {
            appender.missed(missedBefore);
            for (long sequence = from; sequence < to; sequence++) {
                append(appender, sequence);
            }
        }
    }

    private void append(JournalAppender to, long sequence) {
        MessageWriter writer = MessageWriter.begin(arena, MESSAGE_AT, new MessageShape(1, 1, 1, 0, 0, 0));
        arena.putLong(MESSAGE_AT, sequence);
        writer.schema(0);
        writer.rows(1);
        writer.block(0, 0, PAYLOAD_AT, PAYLOAD_BYTES);
        writer.node(0, 1, 0);
        writer.buffer(0, 0, 0, PAYLOAD_BYTES);
        MessageReader message = new MessageReader();
        message.read(arena, MESSAGE_AT, index -> arena.capacity());
        to.append(message, new MessageFacts("run", sequence, sequence, 0, 0), new MessageSource() {
            @Override
            public AtomicBuffer arena(int index) {
                return arena;
            }

            @Override
            public byte[] metadata() {
                return new byte[0];
            }

            @Override
            public byte[] schema(int id) {
                return new byte[] {1};
            }
        });
    }

    @Test
    void shouldTellWhatWasCountedFromAGap() {
        append(3, 10, 3);
        append(15, 20, 5);
        assertThat(JournalCheck.of(journal))
                .returns(12L, JournalCheck::messages)
                .returns(8L, JournalCheck::missed)
                .returns(0L, JournalCheck::lost);

        append(24, 25, 1);

        assertThat(JournalCheck.of(journal)).returns(9L, JournalCheck::missed).returns(3L, JournalCheck::lost);
        assertThat(JournalCheck.of(journal).problems())
                .containsExactly("3 messages of run run are missing before sequence 24, and nobody counted them");
    }

    @Test
    void shouldFindThatAFileWasEmptiedOrAllWereDeleted() throws Exception {
        append(0, 5, 0);
        Path file = journal.queueFiles().get(0);

        Files.write(file, new byte[0]);
        assertThat(JournalCheck.of(journal).damaged()).isPositive();
        Files.delete(file);

        assertThat(JournalCheck.of(journal).problems()).contains("there is no file of messages: all were deleted");
    }

    @Test
    void shouldFindThatAFileInTheMiddleWasDeleted() throws Exception {
        append(0, 60, 0);
        List<Path> files = journal.queueFiles();
        assertThat(files).hasSizeGreaterThan(2);

        Files.delete(files.get(1));

        JournalCheck check = JournalCheck.of(journal);
        assertThat(check.damaged()).isEqualTo(1);
        assertThat(check.lost()).isPositive().isEqualTo(60 - check.messages());
        assertThat(check.problems()).anySatisfy(problem -> assertThat(problem).contains("records are missing before"));
    }
}
