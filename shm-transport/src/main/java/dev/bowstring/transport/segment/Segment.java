package dev.bowstring.transport.segment;

import dev.bowstring.transport.layout.HeaderLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One mapped file of shared memory. The supervisor {@link #create creates} it, every other process {@link #map maps} it.
 *
 * <p>Any thread may read; {@link #close} unmaps, after which any access through {@link #buffer} or {@link #address} is
 * a crash of this JVM: only the owner of a mapping, who knows that nobody uses it, may close it.
 */
public final class Segment implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final int MOST_ATTEMPTS = 8;
    private static final int ZEROS = 1 << 20;

    private final Path file;
    private final SegmentHeader header;
    private final MappedByteBuffer mapping;
    private final UnsafeBuffer buffer;
    private boolean closed;

    private Segment(Path file, SegmentHeader header, MappedByteBuffer mapping) {
        this.file = file;
        this.header = header;
        this.mapping = mapping;
        this.buffer = new UnsafeBuffer(mapping);
    }

    /**
     * Creates a file that nobody else may have made, reserves every byte of it by writing zeros, writes its header and
     * maps it for reading and writing.
     *
     * @throws SegmentException if the file exists, or the file system has no room (then no file is left)
     */
    public static Segment create(Path file, SegmentHeader header) {
        boolean created = false;
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            created = true;
            reserve(channel, header.size());
            writeFully(channel, ByteBuffer.wrap(header.encode()), 0);
            return new Segment(file, header, channel.map(FileChannel.MapMode.READ_WRITE, 0, header.size()));
        } catch (IOException failure) {
            if (created) {
                delete(file);
            }
            throw new SegmentException(
                    file,
                    "cannot be created with " + header.size() + " bytes: " + failure,
                    "free shared memory, or shrink the arenas of the dataflow",
                    failure);
        }
    }

    /**
     * Maps an existing file after checking its header, also on a thread that is interrupted, as that of a node may be when it
     * comes across a further arena: the flag stays as it is.
     *
     * @param writable whether this process may write; a store through a read-only mapping is a crash of this JVM
     * @throws SegmentException if the file is missing, foreign, damaged, of another run or of another layout version
     */
    public static Segment map(Path file, SegmentKind kind, String runId, boolean writable) {
        boolean interrupted = Thread.interrupted();
        try {
            for (int attempt = 1; attempt < MOST_ATTEMPTS; attempt++) {
                try {
                    return mapOnce(file, kind, runId, writable);
                } catch (ClosedByInterruptException meanwhile) {
                    interrupted |= Thread.interrupted();
                }
            }
            return mapOnce(file, kind, runId, writable); // L8
        } catch (IOException failure) {
            throw new SegmentException(file, "cannot be mapped: " + failure, "is the dataflow still running?", failure);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Segment mapOnce(Path file, SegmentKind kind, String runId, boolean writable) throws IOException {
        FileChannel.MapMode mode = writable ? FileChannel.MapMode.READ_WRITE : FileChannel.MapMode.READ_ONLY;
        Set<OpenOption> options = writable
                ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)
                : Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isRegularFile()) {
            throw new IOException("no regular file"); // To open a pipe would be to wait for whoever writes to it.
        }
        try (FileChannel channel = FileChannel.open(file, options)) {
            SegmentHeader header = readHeader(channel, file, kind);
            if (header.size() != channel.size() || header.size() > Integer.MAX_VALUE) {
                throw new SegmentException(
                        file,
                        "has " + channel.size() + " bytes, its header says " + header.size(),
                        "start the dataflow again");
            }
            if (!header.runId().equals(runId)) {
                throw new SegmentException(
                        file, "belongs to run " + header.runId() + ", not " + runId, "start the dataflow again");
            }
            return new Segment(file, header, channel.map(mode, 0, header.size()));
        }
    }

    private static SegmentHeader readHeader(FileChannel channel, Path file, SegmentKind kind) throws IOException {
        ByteBuffer copy = ByteBuffer.allocate(HeaderLayout.LENGTH);
        while (copy.hasRemaining()) {
            if (channel.read(copy, copy.position()) < 0) {
                throw new SegmentException(file, "is shorter than a header", "start the dataflow again");
            }
        }
        return SegmentHeader.decode(copy.array(), kind, file.toString());
    }

    private static void reserve(FileChannel channel, long size) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(ZEROS, size));
        for (long position = 0; position < size; position += zeros.limit()) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), size - position));
            writeFully(channel, zeros, position);
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /** Deletes a file if it is there; a file that cannot be deleted is a {@link SegmentException}. */
    public static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new SegmentException(file, "cannot be deleted: " + failure, "delete it by hand", failure);
        }
    }

    /** The whole file, header included: offsets are those of the layouts. */
    public UnsafeBuffer buffer() {
        return buffer;
    }

    /** The address of byte 0 in this process. */
    public long address() {
        return buffer.addressOffset();
    }

    public long size() {
        return header.size();
    }

    public SegmentHeader header() {
        return header;
    }

    public Path file() {
        return file;
    }

    /** Unmaps; may be called again. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            buffer.wrap(0, 0);
            BufferUtil.free(mapping);
        }
    }
}
