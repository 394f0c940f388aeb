package dev.bowstring.transport.journal;

import dev.bowstring.transport.layout.JournalRecordLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Disk behind the end of the file that is appended to, reserved by writing zeros: a full disk is met here, by a write that
 * says so, and not by a store through the mapping. One thread.
 */
final class DiskSpace implements AutoCloseable {
    private static final int PAGE = 4096;
    private static final int AHEAD = 1 << 20;
    /** What the queue itself may put behind a record: a page of its index. */
    private static final int INDEX = 64 << 10;

    private final FileStore disk;
    private final long minFreeBytes;
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(AHEAD);
    private FileChannel channel;
    private long reservedTo;

    private DiskSpace(Path journal, FileStore disk, long minFreeBytes) throws IOException {
        this.disk = disk;
        this.minFreeBytes = minFreeBytes;
        this.channel = FileChannel.open(journal, StandardOpenOption.READ);
    }

    static DiskSpace of(Path journal, long minFreeBytes) {
        try {
            return new DiskSpace(journal.resolve("journal.properties"), Files.getFileStore(journal), minFreeBytes);
        } catch (IOException failure) {
            throw new JournalException(journal, "is on no disk: " + failure, "check --data-dir", failure);
        }
    }

    /** Goes to a file that is used up to {@code end}. */
    void enter(Path queueFile, long end) throws IOException {
        channel.close();
        channel = FileChannel.open(queueFile, StandardOpenOption.READ, StandardOpenOption.WRITE);
        reservedTo = end / PAGE * PAGE + PAGE; // the page of the end was written to, so it is there
    }

    /** Whether so much could be written and the low-water mark be kept. */
    boolean hasRoomFor(long bytes) throws IOException {
        return disk.getUsableSpace() - bytes - AHEAD >= minFreeBytes;
    }

    /**
     * Reserves what follows {@code from}.
     *
     * @return whether it is there, and the low-water mark is kept
     */
    boolean reserve(long from, long bytes) throws IOException {
        long to = JournalRecordLayout.align(from + bytes + INDEX);
        if (to <= reservedTo) {
            return true;
        }
        return hasRoomFor(to - reservedTo) && writeZerosTo(to + AHEAD);
    }

    private boolean writeZerosTo(long to) {
        try {
            while (reservedTo < to) {
                zeros.clear().limit((int) Math.min(AHEAD, to - reservedTo));
                reservedTo += channel.write(zeros, reservedTo);
            }
            return true;
        } catch (IOException full) {
            return false; // somebody else was quicker to take the room
        }
    }

    /** Cuts off what a file has behind its end; the page of the end stays, and one more, since readers look there. */
    static void cut(Path queueFile, long end) throws IOException {
        try (FileChannel channel = FileChannel.open(queueFile, StandardOpenOption.WRITE)) {
            channel.truncate(end / PAGE * PAGE + 2L * PAGE);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException ignored) {
            // The descriptor is gone either way.
        }
    }
}
