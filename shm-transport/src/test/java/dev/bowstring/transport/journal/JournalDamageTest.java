package dev.bowstring.transport.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a journal whose newest file somebody has cut or written over. */
@Timeout(120)
final class JournalDamageTest {
    private static final int BYTES = 3000;
    private static final JournalSettings SETTINGS =
            new JournalSettings(Duration.ofHours(1), 1 << 30, JournalSettings.FOREVER, Long.MAX_VALUE, 0, 1 << 20);

    @TempDir
    private Path directory;

    private boolean thorough;
    private JournalDirectory journal;
    private final JournalMessages messages = new JournalMessages(BYTES);

    private record Reading(List<Long> sequences, int corrupt) {}

    @BeforeEach
    void fill() {
        journal = new JournalDirectory(directory.resolve("out"));
        append(0, 100);
    }

    private void append(long from, long to) {
        try (JournalAppender appender = JournalAppender.open(journal, SETTINGS, System::currentTimeMillis)) {
            for (long i = from; i < to; i++) {
                assertThat(messages.append(appender, "run", i)).isNotEqualTo(Appended.DISK_LOW);
            }
        }
    }

    private Reading read() {
        List<Long> found = new ArrayList<>();
        int corrupt = 0;
        try (JournalReader reader = JournalReader.open(journal)) {
            if (thorough) {
                reader.thorough();
            }
            JournalRecord record = new JournalRecord();
            JournalPoll poll = reader.poll(record);
            for (int turns = 0; poll != JournalPoll.NOTHING && turns < 1000; turns++) {
                if (poll == JournalPoll.TAKEN) {
                    JournalMessages.check(record, record.facts().sequence(), BYTES);
                    found.add(record.facts().sequence());
                    record.pin().release();
                } else {
                    corrupt++;
                }
                poll = reader.poll(record);
            }
        }
        return new Reading(found, corrupt);
    }

    private Path file() {
        List<Path> files = journal.queueFiles();
        return files.get(files.size() - 1);
    }

    private void cut(long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        }
    }

    private long used() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(file().toFile(), "r")) {
            byte[] all = new byte[(int) file.length()];
            file.readFully(all);
            int end = all.length;
            while (all[end - 1] == 0) {
                end--;
            }
            return end;
        }
    }

    @Test
    void shouldReadAllThatIsWholeOfAFileThatWasCutAndGoOnInTheNext() throws IOException {
        cutToUsed();
        JournalDirectory whole = journal;
        long bytes = Files.size(file());
        Random random = new Random(1);
        for (int round = 0; round < 40; round++) {
            journal = copyOf(whole, "round-" + round);
            long end = 60_000 + random.nextInt((int) bytes - 60_000);
            cut(end);

            Reading before = read();
            assertThat(before.sequences())
                    .as("cut at " + end)
                    .isEqualTo(first(before.sequences().size()));
            assertThat(before.corrupt()).as("cut at " + end).isLessThanOrEqualTo(1);
            append(0, 110); // it skips what is there, and what was lost comes again

            assertThat(read().sequences()).as("cut at " + end).isEqualTo(first(110));
        }
    }

    private JournalDirectory copyOf(JournalDirectory from, String name) throws IOException {
        JournalDirectory copy = new JournalDirectory(directory.resolve(name));
        Files.createDirectories(copy.path());
        try (var files = Files.newDirectoryStream(from.path(), "*.{cq4,cq4t,properties}")) {
            for (Path file : files) {
                Files.copy(file, copy.path().resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private Path cutToUsed() throws IOException {
        cut((used() + 4095) / 4096 * 4096);
        return file();
    }

    private static List<Long> first(long count) {
        return LongStream.range(0, count).boxed().toList();
    }

    @Test
    void shouldTellOfARecordThatWasWrittenOverAndReadTheOthers() throws IOException {
        long at = positionOf(50);
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}), at + 16);
        }

        Reading reading = read();

        assertThat(reading.corrupt()).isEqualTo(1);
        assertThat(reading.sequences()).hasSize(99).doesNotContain(50L);
    }

    @Test
    void shouldTellThatThereIsMoreBehindGarbageThatLooksLikeTheEnd() throws IOException {
        long at = positionOf(50);
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.allocate(256), at - 128); // with what says how long the document is
        }

        assertThat(read().corrupt()).as("who follows an appender waits").isZero();
        thorough = true;
        Reading reading = read();

        assertThat(reading.corrupt()).isEqualTo(1);
        assertThat(reading.sequences()).hasSize(50);
    }

    @Test
    void shouldFindNoDamageAfterALookAtTheSchemaOfAnEarlierRecord() {
        try (JournalReader reader = JournalReader.open(journal)) {
            reader.thorough();
            assertThat(reader.toPosition(99)).isTrue();
            JournalRecord record = new JournalRecord();
            assertThat(reader.poll(record)).isEqualTo(JournalPoll.TAKEN);
            record.pin().release();
            assertThat(reader.schema(record.schemaIndex())).isNotEmpty();

            assertThat(reader.poll(record)).as(reader.problem()).isEqualTo(JournalPoll.NOTHING);
        }
    }

    @Test
    void shouldTellThatAFileHasAHeadOfGarbage() throws IOException {
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}), 0);
        }

        assertThatThrownBy(this::read).isInstanceOf(JournalException.class).hasMessageContaining("cannot be read");
    }

    /** Where the record of a sequence begins in its file: the sequence stands 16 bytes behind its magic number. */
    private long positionOf(long sequence) throws IOException {
        byte[] all = Files.readAllBytes(cutToUsed());
        var words = new org.agrona.concurrent.UnsafeBuffer(all);
        for (int at = 0; at < all.length - 128; at += 64) {
            if (words.getInt(at) == dev.bowstring.transport.layout.JournalRecordLayout.MAGIC
                    && words.getLong(at + 16) == sequence) {
                return at;
            }
        }
        throw new AssertionError("no record of sequence " + sequence);
    }
}
