package dev.bowstring.node.session.run;

import dev.bowstring.node.NodeException;
import dev.bowstring.transport.control.NodeBusyException;
import dev.bowstring.transport.segment.LifeLock;
import dev.bowstring.transport.segment.RunDirectory;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * That this process is attached as a node: the lock by which the kernel tells the supervisor that it lives.
 *
 * <p>A process must open the lock file of a node at most once at a time: closing a second descriptor would drop the lock
 * of the first. So this class remembers which ones it has open. Any thread.
 */
final class Attachment implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final Set<Path> OPEN = new HashSet<>();

    private final Path file;
    private final LifeLock lock;
    private boolean closed;

    private Attachment(Path file, LifeLock lock) {
        this.file = file;
        this.lock = lock;
    }

    /**
     * Takes the node's lock and says hello. For two seconds tries again as long as another process has the lock, or the
     * supervisor takes one for alive that was attached before: it learns of a death a moment later than the kernel, and
     * only while nobody holds the lock.
     *
     * @param hello returns when the supervisor has let this process in
     * @throws NodeException if another process is attached
     */
    static <T> T take(RunDirectory run, String node, Function<Attachment, T> hello) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (true) {
            try {
                return tryTake(run, node, hello);
            } catch (NodeBusyException | LockedException busy) {
                pauseOrGiveUp(deadlineNs, taken(node, String.valueOf(busy.getMessage())));
            }
        }
    }

    private static NodeException taken(String node, String why) {
        return new NodeException(
                "node '" + node + "' is taken: " + why, "close it there, or end that process, and attach again");
    }

    private static void pauseOrGiveUp(long deadlineNs, NodeException otherwise) {
        if (System.nanoTime() - deadlineNs > 0 || Thread.currentThread().isInterrupted()) {
            throw otherwise;
        }
        LockSupport.parkNanos(PAUSE_NS);
    }

    private static <T> T tryTake(RunDirectory run, String node, Function<Attachment, T> hello) {
        Attachment attachment = lock(run, node);
        boolean in = false;
        try {
            T welcome = hello.apply(attachment);
            in = true;
            return welcome;
        } finally {
            if (!in) {
                attachment.close();
            }
        }
    }

    private static Attachment lock(RunDirectory run, String node) {
        Path file = run.lock(node);
        synchronized (OPEN) {
            if (OPEN.contains(file)) {
                throw taken(node, "this process is attached as it already, or closed it with messages still in use");
            }
            LifeLock lock = LifeLock.open(file);
            boolean taken = false;
            try {
                taken = lock.tryTake();
            } finally {
                if (!taken) {
                    lock.close();
                }
            }
            if (!taken) {
                throw new LockedException(holder(lock.lastHolder()));
            }
            OPEN.add(file);
            return new Attachment(file, lock);
        }
    }

    private static String holder(OptionalLong pid) {
        return pid.isPresent()
                ? "process " + pid.getAsLong() + " is attached as it"
                : "another process is attached as it";
    }

    /** This process is not attached any more; may be called again. */
    @Override
    public void close() {
        synchronized (OPEN) {
            if (!closed) {
                closed = true;
                lock.giveBack();
                lock.close();
                OPEN.remove(file);
            }
        }
    }

    /** Somebody has the lock. */
    private static final class LockedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LockedException(String who) {
            super(who);
        }
    }
}
