package dev.bowstring.runtime.descriptor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Takes the text out of a dataflow file, or says in one sentence why there is none. */
final class SourceText {
    static final int MAX_BYTES = 1 << 20;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private SourceText() {}

    static Optional<String> read(Path file, Problems problems) {
        if (!Files.exists(file)) {
            return refuse(problems, "no such file", "");
        }
        if (Files.isDirectory(file)) {
            return refuse(problems, "is a directory", "name the dataflow file in it");
        }
        if (!Files.isRegularFile(file)) {
            return refuse(problems, "is not a regular file", "");
        }
        return bytes(file, problems).flatMap(bytes -> decode(bytes, problems));
    }

    private static Optional<byte[]> bytes(Path file, Problems problems) {
        try (InputStream input = Files.newInputStream(file)) {
            byte[] bytes = input.readNBytes(MAX_BYTES + 1);
            return bytes.length <= MAX_BYTES ? Optional.of(bytes) : refuse(problems, "is larger than 1 MiB", "");
        } catch (AccessDeniedException denied) { // The user's to mend: a problem like any other.
            return refuse(problems, "may not be read by this user", "");
        } catch (IOException failure) { // A problem of this file, not of the program.
            return refuse(problems, "cannot be read: " + failure.getMessage(), "");
        }
    }

    private static Optional<String> decode(byte[] bytes, Problems problems) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(withoutMark(text));
        } catch (CharacterCodingException malformed) { // The decoder's way to say that it is not UTF-8.
            return refuse(problems, "is not UTF-8 text", "save the file as UTF-8");
        }
    }

    /** Some editors begin UTF-8 with a mark, which is no part of the text. */
    private static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private static <T> Optional<T> refuse(Problems problems, String message, String suggestion) {
        problems.add(SourcePosition.START, message, suggestion);
        return Optional.empty();
    }
}
