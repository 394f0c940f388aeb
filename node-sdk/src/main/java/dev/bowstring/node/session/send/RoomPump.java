package dev.bowstring.node.session.send;

import dev.bowstring.node.NodeException;
import dev.bowstring.node.SendResult;
import dev.bowstring.node.session.wait.PumpThread;
import dev.bowstring.node.session.wait.Signals;
import dev.bowstring.node.session.wait.Wait;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Sends what waits for room, for all outputs of a node: a single thread, started by the first that has to wait, sleeps at
 * the node's doorbell while something does, and parks while nothing does.
 */
public final class RoomPump {
    private static final long ANNOUNCE_NS = 1_000_000_000L;

    private final String node;
    private final Wait wait;
    private final NanoClock clock;
    private final Signals signals;
    private final Runnable wake;
    private final List<AsyncSends> outputs = new CopyOnWriteArrayList<>();
    private volatile @Nullable Executor executor;
    private final PumpThread thread;

    /** @param wake rings the node's own doorbell if somebody sleeps there for room */
    public RoomPump(String node, Wait wait, NanoClock clock, Signals signals, Runnable wake) {
        this.node = node;
        this.wait = wait;
        this.clock = clock;
        this.signals = signals;
        this.wake = wake;
        this.thread = new PumpThread("bowstring-room-" + node, this::run);
    }

    /** A further output. */
    public AsyncSends newSends() {
        AsyncSends sends = new AsyncSends(this);
        outputs.add(sends);
        return sends;
    }

    /** Where stages are completed from now on, instead of on the pump's own thread. */
    public void executor(Executor chosen) {
        executor = chosen;
    }

    /** Something waits there now. */
    void somethingWaits(AsyncSends sends) {
        boolean served;
        thread.lock();
        try {
            served = !thread.isClosed();
            thread.signal();
        } finally {
            thread.unlock();
        }
        if (served) {
            wake(); // it may be asleep for another output, and the room may have come before this was added
        } else {
            sends.endAll(null, nodeClosed());
            sends.takeOver().forEach(PendingSend::tell);
        }
    }

    void wake() {
        wake.run();
    }

    private NodeException nodeClosed() {
        return new NodeException(
                "node '" + node + "' was closed while a message waited for room", "close it after sending");
    }

    private boolean anyWaiting() {
        for (AsyncSends sends : outputs) {
            if (sends.areWaiting()) {
                return true;
            }
        }
        return false;
    }

    private void run() {
        while (awaitWork()) {
            serve();
        }
        end(null, nodeClosed());
    }

    private boolean awaitWork() {
        thread.lock();
        try {
            while (!thread.isClosed() && !anyWaiting()) {
                thread.park();
            }
            return !thread.isClosed();
        } finally {
            thread.unlock();
        }
    }

    private void serve() {
        PumpThread.forgetInterruption();
        if (!wait.await(this::look, clock.nanoTime() + ANNOUNCE_NS)) {
            outputs.forEach(AsyncSends::announce); // and again in a second, as a thread that waits does
        }
        if (!thread.isClosed() && signals.stop() != null) {
            end(SendResult.STOPPING, null);
        } else {
            tellAll();
        }
    }

    private boolean look() {
        if (thread.isClosed() || signals.isClosed() || signals.stop() != null || !anyWaiting()) {
            return true;
        }
        boolean any = false;
        for (AsyncSends sends : outputs) {
            any |= sends.step();
        }
        return any;
    }

    private void end(@Nullable SendResult otherwise, @Nullable NodeException why) {
        outputs.forEach(sends -> sends.endAll(otherwise, why));
        tellAll();
    }

    private void tellAll() {
        for (AsyncSends sends : outputs) {
            List<PendingSend<?>> over = sends.takeOver();
            if (!over.isEmpty()) {
                tell(over);
                wake(); // a thread that sends may have waited for these to go first
            }
        }
    }

    private void tell(List<PendingSend<?>> over) {
        Executor chosen = executor;
        if (chosen == null) {
            over.forEach(PendingSend::tell);
            return;
        }
        try {
            chosen.execute(() -> over.forEach(PendingSend::tell));
        } catch (RuntimeException | Error refused) {
            over.forEach(PendingSend::tell); // whatever the user's executor throws: better on this thread than never
        }
    }

    /** The node closes, and has rung its own doorbell. */
    public void close() {
        thread.close();
        thread.join();
    }
}
