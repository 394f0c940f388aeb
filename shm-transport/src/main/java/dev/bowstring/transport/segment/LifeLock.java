package dev.bowstring.transport.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A file that a process keeps locked while it is attached. The kernel gives the lock back when the process has ended,
 * however it ended, and not before: so a free lock proves that the process is gone (L6).
 *
 * <p>The kernel drops a process's lock when the process closes <em>any</em> descriptor of the file. So no other code may
 * open it: whoever holds or watches a lock keeps one channel open all the while. One thread.
 */
public final class LifeLock implements AutoCloseable {
    private static final int PID_BYTES = 20;

    /** Channels that must not be closed, since that would drop the lock of another copy of this class in this process. */
    private static final Queue<FileChannel> LEFT_OPEN = new ConcurrentLinkedQueue<>();

    private final Path file;
    private final FileChannel channel;
    private Optional<FileLock> lock = Optional.empty();
    private boolean heldInThisProcess;
    private OptionalLong lastHolder = OptionalLong.empty();

    private LifeLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Makes the file; for the supervisor, which watches it. */
    public static LifeLock create(Path file) {
        try {
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            channel.write(ByteBuffer.wrap(pidText(0))); // reserved before anybody needs it
            return new LifeLock(file, channel);
        } catch (IOException failure) {
            throw new SegmentException(file, "cannot be created: " + failure, "free shared memory", failure);
        }
    }

    /** Opens the file that the supervisor has made; for the process that wants to hold it. */
    public static LifeLock open(Path file) {
        try {
            if (!Ownership.isPrivateFile(file)) {
                throw new SegmentException(file, "is not a file of this user alone", "start the dataflow again");
            }
            return new LifeLock(
                    file,
                    FileChannel.open(
                            file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException failure) {
            throw new SegmentException(file, "cannot be opened: " + failure, "is the dataflow still running?", failure);
        }
    }

    /** Takes the lock if nobody has it, and writes down who has it now. */
    public boolean tryTake() {
        if (!tryLock()) {
            lastHolder = readHolder();
            return false;
        }
        try {
            channel.write(ByteBuffer.wrap(pidText(ProcessHandle.current().pid())), 0);
            return true;
        } catch (IOException failure) {
            giveBack();
            throw new SegmentException(file, "cannot be written: " + failure, "start the dataflow again", failure);
        }
    }

    /** Whether no process holds the lock. For who does not hold it: it is taken and given back. */
    public boolean isFree() {
        boolean free = tryLock();
        giveBack();
        return free;
    }

    private boolean tryLock() {
        try {
            lock = Optional.ofNullable(channel.tryLock());
            heldInThisProcess = false;
            return lock.isPresent();
        } catch (OverlappingFileLockException inThisProcess) {
            heldInThisProcess = true;
            return false;
        } catch (IOException failure) {
            throw new SegmentException(file, "cannot be locked: " + failure, "start the dataflow again", failure);
        }
    }

    /** Lets others take the lock. */
    public void giveBack() {
        try {
            if (lock.isPresent()) {
                lock.get().release();
            }
            lock = Optional.empty();
        } catch (IOException failure) {
            throw new SegmentException(file, "cannot be unlocked: " + failure, "end this process", failure);
        }
    }

    /** The process that had taken the lock when {@link #tryTake} was refused, if it is known. */
    public OptionalLong lastHolder() {
        return lastHolder;
    }

    private OptionalLong readHolder() {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(PID_BYTES);
            channel.read(bytes, 0);
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
            return text.matches("[1-9][0-9]{0,17}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
        } catch (IOException unknown) {
            return OptionalLong.empty(); // it is only for what people read
        }
    }

    private static byte[] pidText(long pid) {
        String digits = Long.toString(pid);
        return (digits + " ".repeat(PID_BYTES - digits.length())).getBytes(StandardCharsets.US_ASCII);
    }

    /** Gives the lock back and forgets the file. */
    @Override
    public void close() {
        if (heldInThisProcess) {
            LEFT_OPEN.add(channel);
            return;
        }
        try {
            channel.close();
        } catch (IOException ignored) {
            // The descriptor is gone either way, and the lock with it.
        }
    }
}
