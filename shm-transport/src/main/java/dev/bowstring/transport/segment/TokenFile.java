package dev.bowstring.transport.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** A file with a few letters that only this user can read: who knows them is this user. */
public final class TokenFile {
    private static final int LONGEST = 128;

    private TokenFile() {}

    /**
     * Writes a token down.
     *
     * @throws SegmentException if the file exists, or cannot be written
     */
    public static void create(Path file, String token) {
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(ByteBuffer.wrap(token.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException failure) {
            throw new SegmentException(file, "cannot be created: " + failure, "free shared memory", failure);
        }
    }

    /**
     * The token; empty when there is no such file.
     *
     * @throws SegmentException if it cannot be read, or could be somebody else's
     */
    public static Optional<String> read(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            if (!Ownership.isPrivateFile(file)) {
                throw new SegmentException(file, "is not a file of this user alone", "start the dataflow again");
            }
            ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // a short read is no end
            }
            return Optional.of(new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new SegmentException(file, "cannot be read: " + failure, "start the dataflow again", failure);
        }
    }
}
