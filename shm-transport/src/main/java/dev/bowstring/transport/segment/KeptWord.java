package dev.bowstring.transport.segment;

import dev.bowstring.transport.layout.KeptWordLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.CRC32C;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One number on disk that outlives the process that writes it, however that ends. One process has it open; within that, its
 * owner serialises what is done to it. After a power failure it may be an earlier one.
 */
public final class KeptWord implements AutoCloseable {
    private static final long NOTHING = -1;

    private final MappedByteBuffer mapping;
    private final UnsafeBuffer words;
    private boolean closed;

    private KeptWord(MappedByteBuffer mapping) {
        this.mapping = mapping;
        this.words = new UnsafeBuffer(mapping);
    }

    /**
     * Opens a file, and makes it, with nothing in it, if it is not there: whole or not at all.
     *
     * @param cure what the user may do about a file that makes no sense
     * @throws SegmentException if it cannot be made, or is foreign or damaged
     */
    public static KeptWord open(Path file, String cure) {
        try {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                create(file);
            }
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                check(channel, file, cure);
                return new KeptWord(channel.map(FileChannel.MapMode.READ_WRITE, 0, KeptWordLayout.FILE_LENGTH));
            }
        } catch (IOException failure) {
            throw new SegmentException(file, "cannot be opened: " + failure, "check its disk", failure);
        }
    }

    private static void create(Path file) throws IOException {
        Files.createDirectories(
                file.resolveSibling(""),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        ByteBuffer bytes = ByteBuffer.allocate(KeptWordLayout.FILE_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(KeptWordLayout.MAGIC_OFFSET, KeptWordLayout.MAGIC);
        bytes.putInt(KeptWordLayout.VERSION_OFFSET, KeptWordLayout.VERSION);
        bytes.putLong(KeptWordLayout.CHECKSUM, checksum(bytes.array()));
        bytes.putLong(KeptWordLayout.WORD, NOTHING);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh); // left by a process that died here
        try (FileChannel channel = FileChannel.open(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void check(FileChannel channel, Path file, String cure) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(KeptWordLayout.FILE_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {}
        if (bytes.hasRemaining() || channel.size() != KeptWordLayout.FILE_LENGTH) {
            throw new SegmentException(
                    file, "has " + channel.size() + " bytes, not " + KeptWordLayout.FILE_LENGTH, cure);
        }
        if (bytes.getLong(KeptWordLayout.MAGIC_OFFSET) != KeptWordLayout.MAGIC
                || bytes.getLong(KeptWordLayout.CHECKSUM) != checksum(bytes.array())
                || bytes.getLong(KeptWordLayout.WORD) < NOTHING) {
            throw new SegmentException(file, "is foreign or damaged", cure);
        }
        if (bytes.getInt(KeptWordLayout.VERSION_OFFSET) != KeptWordLayout.VERSION) {
            throw new SegmentException(
                    file,
                    "has version " + bytes.getInt(KeptWordLayout.VERSION_OFFSET) + ", this is "
                            + KeptWordLayout.VERSION,
                    "use the release that wrote it, or " + cure);
        }
    }

    private static long checksum(byte[] file) {
        CRC32C crc = new CRC32C();
        crc.update(file, 0, KeptWordLayout.CHECKSUM);
        return crc.getValue();
    }

    /** What was stored last, at least 0; empty when nothing was. */
    public OptionalLong value() {
        long value = words.getLongAcquire(KeptWordLayout.WORD);
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** Stores a number of at least 0; it is there for the next process from here on. */
    public void store(long value) {
        words.putLongRelease(KeptWordLayout.WORD, value);
    }

    /** Unmaps; may be called again, and nothing else after it. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            words.wrap(0, 0);
            BufferUtil.free(mapping);
        }
    }
}
