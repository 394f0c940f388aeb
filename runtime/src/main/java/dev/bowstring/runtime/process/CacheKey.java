package dev.bowstring.runtime.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A name for what has been made of certain things: it changes when one of them does. */
final class CacheKey {
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

    /** Files by path, size and time of change; directories by path and time alone. */
    CacheKey addFiles(List<Path> files) throws IOException {
        for (Path file : files) {
            add(file + "|" + Files.size(file) + "|"
                    + Files.getLastModifiedTime(file).toMillis());
        }
        return this;
    }

    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
