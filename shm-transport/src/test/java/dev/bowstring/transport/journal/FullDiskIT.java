package dev.bowstring.transport.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk of 16 MB, which needs the right to mount one. */
@Tag("process")
@Timeout(120)
final class FullDiskIT {
    private static final int BYTES = 100_000;

    @TempDir
    private Path directory;

    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString())
                .redirectErrorStream(true)
                .start();
        mounted = mount.waitFor() == 0;
        if (!mounted) {
            System.err.println("SKIPPED: a full disk, since this user may not mount a small one");
        }
        assumeTrue(mounted, "may not mount");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(new ProcessBuilder("umount", "-l", disk.toString())
                            .start()
                            .waitFor())
                    .isZero();
        }
    }

    private static JournalSettings settings(long rollBytes, long minFree) {
        return new JournalSettings(
                Duration.ofHours(1), rollBytes, JournalSettings.FOREVER, Long.MAX_VALUE, minFree, 1 << 20);
    }

    private long fill(JournalAppender appender, JournalMessages messages, long from) {
        long next = from;
        while (messages.append(appender, "run", next) == Appended.APPENDED) {
            next++;
        }
        return next;
    }

    private void check(JournalDirectory journal, long count) {
        List<Long> found = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(journal)) {
            JournalRecord record = new JournalRecord();
            while (reader.poll(record) == JournalPoll.TAKEN) {
                JournalMessages.check(record, record.facts().sequence(), BYTES);
                found.add(record.facts().sequence());
                record.pin().release();
            }
        }
        assertThat(found).isEqualTo(LongStream.range(0, count).boxed().toList());
    }

    @Test
    void shouldStopWithoutAFaultWhenTheDiskIsFullAndGoOnWhenThereIsRoom() throws IOException {
        JournalDirectory journal = new JournalDirectory(disk.resolve("out"));
        JournalMessages messages = new JournalMessages(BYTES);
        try (JournalAppender appender =
                JournalAppender.open(journal, settings(1 << 30, 0), System::currentTimeMillis)) {
            long next = 0;
            for (int round = 0; round < 3; round++) {
                Path filler = disk.resolve("filler");
                fillUp(filler); // somebody else takes all there is
                next = fill(appender, messages, next);
                Files.delete(filler);
                assertThat(messages.append(appender, "run", next)).isEqualTo(Appended.APPENDED);
                next++;
            }
            next = fill(appender, messages, next);
            check(journal, next);
        }
    }

    private static void fillUp(Path filler) {
        byte[] some = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(some);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space");
        }
    }

    @Test
    void shouldKeepTheLowWaterMarkOverRolls() throws IOException {
        JournalDirectory journal = new JournalDirectory(disk.resolve("out"));
        JournalMessages messages = new JournalMessages(BYTES);
        long next;
        try (JournalAppender appender =
                JournalAppender.open(journal, settings(1 << 20, 4 << 20), System::currentTimeMillis)) {
            next = fill(appender, messages, 0);
            assertThat(Files.getFileStore(disk).getUsableSpace()).isGreaterThanOrEqualTo(4 << 20);
        }
        assertThat(next).isGreaterThan(50);
        check(journal, next);
    }
}
