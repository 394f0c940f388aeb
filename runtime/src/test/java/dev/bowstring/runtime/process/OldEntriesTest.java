package dev.bowstring.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldEntriesTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.now().minus(Duration.ofDays(40)));

    @TempDir
    Path directory;

    private final List<String> notes = new ArrayList<>();

    @AfterEach
    void deleteWhatJavaCannot() throws Exception {
        shell("rm -rf stuck");
    }

    @Test
    void shouldForgetWhatNobodyHasUsedForAMonth() throws Exception {
        Cache cache = new Cache(directory, notes::add);
        Path old = Files.createDirectory(cache.entry("old"));
        Path used = Files.createDirectory(cache.entry("used"));
        Files.setLastModifiedTime(old, LONG_AGO);
        Files.setLastModifiedTime(used, LONG_AGO);
        cache.touch(used);

        cache.workshop();

        assertThat(old).doesNotExist();
        assertThat(used).exists();
        assertThat(notes).isEmpty();
    }

    @Test
    void shouldGoOnThoughAnOldEntryCannotBeDeletedAndSaySo() throws Exception {
        Cache cache = new Cache(directory, notes::add);
        Path stuck = Files.createDirectory(cache.entry("stuck"));
        // deeper than the longest path that a process may name
        shell("cd stuck; for i in $(seq 30); do mkdir " + "x".repeat(200) + "; cd -P x*; done");
        Files.setLastModifiedTime(stuck, LONG_AGO);

        assertThat(cache.workshop()).isEmptyDirectory();

        assertThat(notes).singleElement().asString().contains(stuck.toString(), "delete it by hand");
    }

    private void shell(String script) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(directory.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
    }
}
