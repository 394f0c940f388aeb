package dev.bowstring.runtime.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A name for what has been made of certain things: it changes when one of them does. */
final class CacheKey {
    private static final int MAX_FILES = 20_000;
    private static final int MAX_DEPTH = 64;

    private final MessageDigest digest;

    CacheKey() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    CacheKey add(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        digest.update((bytes.length + ":").getBytes(UTF_8)); // so that "ab", "c" differs from "a", "bc"
        digest.update(bytes);
        return this;
    }

    /**
     * Files by path, size and time of change, those in directories too. If a directory holds too many to look at, the key
     * never comes again.
     */
    CacheKey addFiles(List<Path> files) throws IOException {
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                addTree(file);
            } else {
                addFile(file);
            }
        }
        return this;
    }

    private void addTree(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(directory, MAX_DEPTH)) {
            all = found.limit(MAX_FILES + 1).sorted().toList();
        } catch (UncheckedIOException failure) {
            throw new IOException("cannot read all of " + directory, failure);
        }
        for (Path file : all) {
            addFile(file);
        }
        if (all.size() > MAX_FILES) {
            add(UUID.randomUUID().toString()); // What has not been looked at may have changed.
        }
    }

    private void addFile(Path file) throws IOException {
        add(file + "|" + Files.size(file) + "|"
                + Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS));
    }

    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
