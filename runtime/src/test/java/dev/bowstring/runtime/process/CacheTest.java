package dev.bowstring.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
    @TempDir
    Path directory;

    @Test
    void shouldDeleteWhatAKilledProcessWasMakingAndKeepWhatIsInUse() throws Exception {
        Path abandoned = aged("new-1", Duration.ofHours(2));
        Path underWay = aged("new-2", Duration.ofMinutes(5));
        Path used = aged("a1b2", Duration.ofDays(20));
        Path unused = aged("c3d4", Duration.ofDays(40));

        Path workshop = new Cache(directory, note -> {}).workshop();

        assertThat(workshop).isEmptyDirectory();
        assertThat(underWay).exists();
        assertThat(used).exists();
        assertThat(abandoned).doesNotExist();
        assertThat(unused).doesNotExist();
    }

    private Path aged(String name, Duration age) throws Exception {
        Path entry = Files.createDirectory(directory.resolve(name));
        Files.writeString(entry.resolve("file"), "x");
        return Files.setLastModifiedTime(entry, FileTime.from(Instant.now().minus(age)));
    }
}
