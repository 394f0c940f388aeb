package dev.bowstring.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheKeyTest {
    private static final FileTime THEN = FileTime.fromMillis(1_000);

    @TempDir
    Path directory;

    private Path api;

    @BeforeEach
    void compile() throws Exception {
        api = Files.createDirectories(directory.resolve("classes/com/acme")).resolve("Api.class");
        Files.writeString(api, "one");
        Files.setLastModifiedTime(api, THEN);
    }

    @Test
    void shouldStayAsLongAsNothingChanges() throws Exception {
        assertThat(key()).isEqualTo(key());
    }

    @Test
    void shouldChangeWithAClassDeepInADirectory() throws Exception {
        String before = key();

        Files.writeString(api, "other");
        Files.setLastModifiedTime(api, THEN);

        assertThat(key()).isNotEqualTo(before);
    }

    @Test
    void shouldChangeWhenAClassOfTheSameSizeIsWrittenLater() throws Exception {
        String before = key();

        Files.setLastModifiedTime(api, FileTime.fromMillis(1_001));

        assertThat(key()).isNotEqualTo(before);
    }

    @Test
    void shouldChangeWhenAClassGoes() throws Exception {
        FileTime packageTime = Files.getLastModifiedTime(api.getParent());
        String before = key();

        Files.delete(api);
        Files.setLastModifiedTime(api.getParent(), packageTime);

        assertThat(key()).isNotEqualTo(before);
    }

    private String key() throws Exception {
        return new CacheKey().addFiles(List.of(directory.resolve("classes"))).hex();
    }
}
