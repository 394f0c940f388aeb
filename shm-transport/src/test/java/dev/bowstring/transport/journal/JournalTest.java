package dev.bowstring.transport.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.transport.layout.JournalRecordLayout;
import dev.bowstring.transport.message.MessageReader;
import dev.bowstring.transport.message.MetadataCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A journal on a real disk, appended to and read in one process. */
@Timeout(60)
final class JournalTest {
    private static final JournalSettings SMALL_FILES =
            new JournalSettings(Duration.ofHours(1), 64 << 10, JournalSettings.FOREVER, Long.MAX_VALUE, 0, 1 << 20);

    @TempDir
    private Path directory;

    private JournalDirectory journal;
    private long nowMs = 1_700_000_000_000L;

    @BeforeEach
    void nameIt() {
        journal = new JournalDirectory(directory.resolve("out"));
    }

    private JournalAppender open(JournalSettings settings) {
        return JournalAppender.open(journal, settings, () -> nowMs);
    }

    private List<Long> sequences() {
        List<Long> found = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(journal)) {
            JournalRecord record = new JournalRecord();
            while (reader.poll(record) == JournalPoll.TAKEN) {
                assertThat(record.position()).isEqualTo(found.size());
                found.add(record.facts().sequence());
                record.pin().release();
            }
        }
        return found;
    }

    @Test
    void shouldReadBackInPlaceWhatWasAppended() {
        JournalMessages messages = new JournalMessages(4096, Map.of("camera", "left"));
        try (JournalAppender appender = open(JournalSettings.DEFAULT)) {
            for (int i = 0; i < 100; i++) {
                assertThat(messages.append(appender, "run", i)).isEqualTo(Appended.APPENDED);
            }
            assertThat(appender.copiedBytes()).isEqualTo(100 * (4096 + 64));
        }

        try (JournalReader reader = JournalReader.open(journal)) {
            JournalRecord record = new JournalRecord();
            for (int i = 0; i < 100; i++) {
                assertThat(reader.poll(record)).isEqualTo(JournalPoll.TAKEN);
                JournalMessages.check(record, i, 4096);
                assertThat(record.address() % 64).isZero();
                assertThat(record.rows()).isEqualTo(512);
                assertThat(record.facts()).isEqualTo(new MessageFacts("run", i, 1_000_000L * i, 5_000_000_000L, 1));
                assertThat(new String(reader.schema(record.schemaIndex()), UTF_8))
                        .isEqualTo("schema 0");
                assertThat(metadata(record)).containsEntry("camera", "left");
                record.pin().release();
            }
            assertThat(reader.poll(record)).isEqualTo(JournalPoll.NOTHING);
        }
    }

    private static Map<String, Object> metadata(JournalRecord record) {
        MessageReader message = new MessageReader();
        message.read(
                record.bytes(),
                JournalRecordLayout.LENGTH,
                arena -> record.bytes().capacity());
        int at = JournalRecordLayout.LENGTH + message.length() - message.metadataBytes();
        return MetadataCodec.decode(record.bytes(), at, message.metadataBytes());
    }

    @Test
    void shouldKeepHowManyMessagesBeforeItAreKnownToBeMissing() {
        JournalMessages messages = new JournalMessages(64);
        try (JournalAppender appender = open(SMALL_FILES)) {
            messages.append(appender, "run", 0);
            appender.missed(7);
            messages.append(appender, "run", 8);
            messages.append(appender, "run", 9);
        }

        try (JournalReader reader = JournalReader.open(journal)) {
            JournalRecord record = new JournalRecord();
            for (int missed : new int[] {0, 7, 0}) {
                assertThat(reader.poll(record)).isEqualTo(JournalPoll.TAKEN);
                assertThat(record.missed()).isEqualTo(missed);
                record.pin().release();
            }
        }
    }

    @Test
    void shouldSeeWhatIsAppendedWhileItReads() {
        JournalMessages messages = new JournalMessages(64);
        try (JournalAppender appender = open(SMALL_FILES)) {
            messages.append(appender, "run", 0);
            try (JournalReader reader = JournalReader.open(journal)) {
                JournalRecord record = new JournalRecord();
                for (int i = 0; i < 2000; i++) {
                    assertThat(reader.poll(record)).isEqualTo(JournalPoll.TAKEN);
                    JournalMessages.check(record, i, 64);
                    record.pin().release();
                    assertThat(reader.poll(record)).isEqualTo(JournalPoll.NOTHING);
                    messages.append(appender, "run", i + 1);
                }
            }
            assertThat(journal.queueFiles()).hasSizeGreaterThan(3);
        }
    }

    @Test
    void shouldContinueWhereTheLastAppenderEndedAndSkipWhatItHas() {
        JournalMessages messages = new JournalMessages(64);
        for (int life = 0; life < 5; life++) {
            try (JournalAppender appender = open(SMALL_FILES)) {
                for (int i = Math.max(0, life * 300 - 5); i < (life + 1) * 300; i++) {
                    assertThat(messages.append(appender, "run", i))
                            .isEqualTo(i < life * 300 ? Appended.ALREADY_THERE : Appended.APPENDED);
                }
            }
        }
        try (JournalAppender appender = open(SMALL_FILES)) {
            assertThat(messages.append(appender, "another", 7)).isEqualTo(Appended.APPENDED);
        }

        List<Long> found = sequences();

        assertThat(found).hasSize(1501);
        assertThat(found.subList(0, 1500))
                .isEqualTo(java.util.stream.LongStream.range(0, 1500).boxed().toList());
    }

    @Test
    void shouldCutAFileToItsLengthWhenItRolls() throws IOException {
        JournalMessages messages = new JournalMessages(1024);
        try (JournalAppender appender = open(SMALL_FILES)) {
            for (int i = 0; i < 200; i++) {
                messages.append(appender, "run", i);
            }
        }
        List<Path> files = journal.queueFiles();
        assertThat(files).hasSizeGreaterThan(3);
        for (Path file : files) { // the newest too, which was cut when its appender was closed
            assertThat(Files.size(file)).isLessThan(256 << 10);
        }
        assertThat(sequences()).hasSize(200);
    }

    @Test
    void shouldRollByAge() {
        JournalMessages messages = new JournalMessages(64);
        try (JournalAppender appender = open(JournalSettings.DEFAULT)) {
            for (int i = 0; i < 5; i++) {
                messages.append(appender, "run", i);
                nowMs += Duration.ofMinutes(61).toMillis();
            }
        }
        assertThat(journal.queueFiles()).hasSize(5);
        assertThat(sequences()).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void shouldHoldAMessageOverRollAndDeletion() {
        JournalMessages messages = new JournalMessages(4096);
        JournalSettings keepLittle =
                new JournalSettings(Duration.ofHours(1), 64 << 10, JournalSettings.FOREVER, 128 << 10, 0, 1 << 20);
        try (JournalAppender appender = open(keepLittle)) {
            messages.append(appender, "run", 0);
            JournalRecord held = new JournalRecord();
            try (JournalReader reader = JournalReader.open(journal)) {
                assertThat(reader.poll(held)).isEqualTo(JournalPoll.TAKEN);
            }
            Path first = journal.queueFiles().get(0);
            for (int i = 1; i < 500; i++) {
                messages.append(appender, "run", i);
            }

            assertThat(first).doesNotExist();
            JournalMessages.check(held, 0, 4096);
            held.pin().release();
            try (JournalReader reader = JournalReader.open(journal)) {
                JournalRecord record = new JournalRecord();
                assertThat(reader.poll(record)).isEqualTo(JournalPoll.TAKEN);
                assertThat(record.position()).isPositive();
                record.pin().release();
            }
        }
    }

    @Test
    void shouldGoOnBehindWhatRetentionDeletes() {
        JournalMessages messages = new JournalMessages(4096);
        JournalSettings keepLittle =
                new JournalSettings(Duration.ofHours(1), 64 << 10, JournalSettings.FOREVER, 128 << 10, 0, 1 << 20);
        try (JournalAppender appender = open(keepLittle)) {
            messages.append(appender, "run", 0);
            try (JournalReader reader = JournalReader.open(journal)) {
                JournalRecord record = new JournalRecord();
                assertThat(reader.poll(record)).isEqualTo(JournalPoll.TAKEN);
                record.pin().release();
                for (int i = 1; i < 500; i++) {
                    messages.append(appender, "run", i);
                }
                long before = 0;
                while (reader.poll(record) == JournalPoll.TAKEN) {
                    assertThat(record.position()).isGreaterThan(before);
                    before = record.position();
                    record.pin().release();
                }
                assertThat(before).isEqualTo(499);
            }
        }
    }

    @Test
    void shouldFindByPositionAndByTime() {
        JournalMessages messages = new JournalMessages(64);
        try (JournalAppender appender = open(SMALL_FILES)) {
            for (int i = 0; i < 3000; i++) {
                messages.append(appender, "run", i);
            }
        }
        try (JournalReader reader = JournalReader.open(journal)) {
            JournalRecord record = new JournalRecord();
            for (long wanted : new long[] {0, 1, 17, 299, 300, 1500, 2998, 2999}) {
                assertThat(reader.toPosition(wanted)).isTrue();
                assertThat(reader.poll(record)).isEqualTo(JournalPoll.TAKEN);
                assertThat(record.position()).isEqualTo(wanted);
                record.pin().release();

                assertThat(reader.toTime(5_000_000_000L + 1_000_000L * wanted - 1))
                        .isTrue();
                assertThat(reader.poll(record)).isEqualTo(JournalPoll.TAKEN);
                assertThat(record.position()).isEqualTo(wanted);
                record.pin().release();
            }
            assertThat(reader.toPosition(3000)).isFalse();
            assertThat(reader.poll(record)).isEqualTo(JournalPoll.NOTHING);
            assertThat(reader.toTime(Long.MAX_VALUE)).isFalse();
            assertThat(reader.last().orElseThrow().position()).isEqualTo(2999);
            assertThat(reader.first().orElseThrow().position()).isZero();
        }
    }

    @Test
    void shouldTakeMessagesOf40MegabytesUnderOneMapping() {
        int bytes = 40 << 20;
        JournalMessages messages = new JournalMessages(bytes);
        JournalSettings settings = JournalSettings.DEFAULT;
        try (JournalAppender appender = open(settings)) {
            for (int i = 0; i < 8; i++) { // past the end of the first block of 256 MB
                assertThat(messages.append(appender, "run", i)).isEqualTo(Appended.APPENDED);
            }
        }
        try (JournalReader reader = JournalReader.open(journal)) {
            JournalRecord record = new JournalRecord();
            for (int i = 0; i < 8; i++) {
                assertThat(reader.poll(record)).as(reader.problem()).isEqualTo(JournalPoll.TAKEN);
                JournalMessages.check(record, i, bytes);
                record.pin().release();
            }
        }
    }

    @Test
    void shouldRefuseWhatIsTooLargeAndGoOn() {
        JournalSettings settings = SMALL_FILES;
        try (JournalAppender appender = open(settings)) {
            assertThat(new JournalMessages(2 << 20).append(appender, "run", 0)).isEqualTo(Appended.TOO_LARGE);
            assertThat(new JournalMessages(64).append(appender, "run", 1)).isEqualTo(Appended.APPENDED);
        }
        assertThat(sequences()).containsExactly(1L);
    }

    @Test
    void shouldStopBeforeTheLowWaterMark() {
        JournalSettings greedy = new JournalSettings(
                Duration.ofHours(1), 1 << 30, JournalSettings.FOREVER, Long.MAX_VALUE, Long.MAX_VALUE / 2, 1 << 20);
        try (JournalAppender appender = open(greedy)) {
            assertThat(new JournalMessages(8192).append(appender, "run", 0)).isEqualTo(Appended.DISK_LOW);
        }
        assertThat(sequences()).isEmpty();
    }

    @Test
    void shouldHaveOneAppender() {
        try (JournalAppender appender = open(SMALL_FILES)) {
            assertThat(appender.last()).isEmpty();
            assertThatThrownBy(() -> open(SMALL_FILES))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("is appended to by")
                    .hasMessageContaining("end that one first");
        }
    }

    @Test
    void shouldCarryEachSchemaOnceAFile() {
        JournalMessages messages = new JournalMessages(64);
        try (JournalAppender appender = open(SMALL_FILES)) {
            for (int i = 0; i < 1000; i++) {
                messages.schemaId = i % 3;
                messages.append(appender, "run", i);
            }
        }
        try (JournalReader reader = JournalReader.open(journal)) {
            JournalRecord record = new JournalRecord();
            java.util.Set<Long> carriers = new java.util.HashSet<>();
            for (int i = 0; i < 1000; i++) {
                assertThat(reader.poll(record)).isEqualTo(JournalPoll.TAKEN);
                carriers.add(record.schemaIndex());
                byte[] schema = reader.schema(record.schemaIndex());
                assertThat(new String(schema, UTF_8)).isEqualTo("schema " + i % 3);
                record.pin().release();
            }
            assertThat(carriers).hasSize(3 * journal.queueFiles().size());
        }
    }
}
