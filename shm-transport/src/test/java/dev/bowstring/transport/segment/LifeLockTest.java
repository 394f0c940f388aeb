package dev.bowstring.transport.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between threads of one JVM; {@code LifeLockIT} has processes. */
class LifeLockTest {
    @TempDir
    Path folder;

    private Path file;
    private LifeLock watched;

    @BeforeEach
    void create() {
        file = folder.resolve("lock");
        watched = LifeLock.create(file);
    }

    @AfterEach
    void close() {
        watched.close();
    }

    @Test
    void shouldBeFreeUntilItIsTakenAndOnceItIsGivenBack() {
        assertThat(watched.isFree()).isTrue();
        try (LifeLock mine = LifeLock.open(file)) {
            assertThat(mine.tryTake()).isTrue();
            assertThat(watched.isFree()).isFalse();

            mine.giveBack();
            assertThat(watched.isFree()).isTrue();
            assertThat(mine.tryTake()).as("looking did not keep it").isTrue();
        }
        assertThat(watched.isFree()).as("closed").isTrue();
    }

    @Test
    void shouldSayWhoHasIt() {
        try (LifeLock mine = LifeLock.open(file);
                LifeLock other = LifeLock.open(file)) {
            assertThat(mine.tryTake()).isTrue();
            assertThat(mine.lastHolder()).isEmpty();

            assertThat(other.tryTake()).isFalse();
            assertThat(other.lastHolder()).hasValue(ProcessHandle.current().pid());
        }
    }

    @Test
    void shouldNotTrustAFileThatOthersMayWrite() throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        assertThatThrownBy(() -> LifeLock.open(file))
                .isInstanceOf(SegmentException.class)
                .hasMessageContaining("not a file of this user alone");
        assertThatThrownBy(() -> LifeLock.open(link)).isInstanceOf(SegmentException.class);
        assertThatThrownBy(() -> LifeLock.open(folder.resolve("none")))
                .isInstanceOf(SegmentException.class)
                .hasMessageContaining("is the dataflow still running?");
        assertThatThrownBy(() -> LifeLock.create(file)).isInstanceOf(SegmentException.class);
    }
}
