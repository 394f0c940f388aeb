package dev.bowstring.node.session;

import dev.bowstring.node.Event;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Stop;
import dev.bowstring.node.session.wait.PumpThread;
import dev.bowstring.node.session.wait.Wait;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Serves asynchronous consumers of the one stream: a single thread, started by the first of them, sleeps at the node's
 * doorbell while events are asked for, and parks while none are.
 *
 * <p>A {@link Face} claims the node before it asks for anything, and whoever holds the claim alone touches the stream: the
 * pump's thread, or, for the length of a delivery, a thread of the user's executor. The lock orders claim, demand and
 * release; it is never held while user code runs, nor while somebody waits for events.
 */
final class EventPump {
    private static final int EVENTS_PER_DELIVERY = 256;
    private static final long LOOK_MS = 1_000;

    private final EventStream stream;
    private final Consumer consumer;
    private final Diversions diversions;
    private final Surroundings surroundings;
    private final Semaphore delivered = new Semaphore(0);
    private final Standby standby;
    private final PumpThread thread;
    private volatile @Nullable Face current; // written under the lock
    private volatile @Nullable Thread reading; // who is at the stream, or runs user code on its behalf
    private volatile @Nullable Executor executor;

    /**
     * What the pump needs of the node.
     *
     * @param node its id
     * @param sleep how it sleeps at the doorbell
     * @param wake rings that doorbell if somebody sleeps there
     */
    record Surroundings(String node, Wait sleep, NanoClock clock, Runnable wake) {}

    EventPump(EventStream stream, Consumer consumer, Diversions diversions, Surroundings surroundings) {
        this.stream = stream;
        this.consumer = consumer;
        this.diversions = diversions;
        this.surroundings = surroundings;
        standby = new Standby(this, diversions);
        thread = new PumpThread("bowstring-events-" + surroundings.node(), this::run);
        consumer.whenFree(this::nodeIsFree);
        diversions.whenAwaiting(this::signal);
    }

    EventStream stream() {
        return stream;
    }

    NanoClock clock() {
        return surroundings.clock();
    }

    /** Where consumers are called from now on, instead of on the pump's own thread. */
    void executor(Executor chosen) {
        executor = chosen;
    }

    /**
     * Claims the node for a face, unless it has it already, and adds to its demand.
     *
     * @throws NodeException if somebody else reads the events, or the node is closed
     */
    <D> void demand(Face face, D more, java.util.function.Consumer<? super D> add) {
        do {
            if (!consumer.isHeldBy(face) && !thread.isClosed()) {
                consumer.claim(face); // may have to wait for one that is leaving: not under the lock
            }
        } while (!tryDemand(face, more, add));
    }

    private <D> boolean tryDemand(Face face, D more, java.util.function.Consumer<? super D> add) {
        thread.lock();
        try {
            if (thread.isClosed()) {
                throw nodeClosed();
            }
            if (!consumer.isHeldBy(face)) {
                return false;
            }
            current = face;
            add.accept(more);
            thread.signal();
            return true;
        } finally {
            thread.unlock();
        }
    }

    private NodeException nodeClosed() {
        return new NodeException(
                "node '" + surroundings.node() + "' was closed while an event was asked for", "close it afterwards");
    }

    /** Something has changed that the thread parks for, or sleeps at the doorbell for. */
    void signal() {
        thread.lockAndSignal();
        wake();
    }

    void wake() {
        surroundings.wake().run();
    }

    private void nodeIsFree() {
        standby.mayReturn();
        if (diversions.areAwaiting()) {
            signal();
        }
    }

    /** A face that wants nothing any more lets go of the node: at once, unless the thread is just at the stream for it. */
    void leaving(Face face) {
        thread.lock();
        boolean mine = isMine();
        try {
            if (mine || reading == null) {
                letGo(face);
            }
        } finally {
            thread.unlock();
        }
        if (!mine) { // else it looks by itself
            wake();
        }
    }

    /** Under the lock. */
    private void letGo(Face face) {
        if (current == face && !face.wants() && !face.keeps()) {
            current = null;
            consumer.release(face);
            if (face != standby) {
                standby.mayReturn();
            }
        }
    }

    /** Whether no other thread than the calling one is at the stream for an asynchronous consumer. */
    boolean isQuiet() {
        Thread reader = reading;
        return reader == null || reader == Thread.currentThread();
    }

    private void run() {
        Face face = awaitWork();
        while (face != null) {
            serveOrFail(face);
            face = awaitWork();
        }
        if (isQuietUnderLock()) {
            end(); // otherwise a thread of the executor is at it still, and does this when it is not
        }
    }

    private boolean isQuietUnderLock() {
        thread.lock();
        try {
            return isQuiet();
        } finally {
            thread.unlock();
        }
    }

    /** The node is closed, and nobody is at the stream. Doing it again changes nothing. */
    private void end() {
        Face last = current;
        if (last != null && last != standby) {
            last.failed(nodeClosed());
        }
        if (last != null) {
            consumer.release(last);
        }
        reading = null;
    }

    private @Nullable Face awaitWork() {
        thread.lock();
        try {
            while (!thread.isClosed()) {
                Face face = current;
                if (face == null && standby.isWanted() && consumer.tryClaim(standby)) {
                    face = standby;
                    current = face;
                }
                if (face != null && hasWork(face)) {
                    reading = Thread.currentThread();
                    return face;
                }
                reading = null;
                if (face == null || face.keeps()) {
                    thread.park();
                } else {
                    letGo(face);
                }
            }
            return null;
        } finally {
            thread.unlock();
        }
    }

    private boolean hasWork(Face face) {
        return face.wants() || (face.keeps() && diversions.areAwaiting());
    }

    private void serveOrFail(Face face) {
        try {
            serve(face);
        } catch (RuntimeException | Error broken) {
            // Whatever ends a wait ends the consumer, not this thread: another may come.
            fail(face, new NodeException("events cannot be waited for any more", "see the cause", broken));
        }
    }

    private void serve(Face face) {
        Look look = new Look(face);
        while (current == face && !thread.isClosed() && hasWork(face)) {
            PumpThread.forgetInterruption();
            look.await();
            Executor chosen = executor;
            if (chosen == null) {
                deliver(face);
            } else {
                handOver(face, chosen);
            }
        }
    }

    /** What the thread looks at while it sleeps for a face. */
    private final class Look implements BooleanSupplier {
        private final Face face;
        private long armedNs;

        Look(Face face) {
            this.face = face;
        }

        void await() {
            armedNs = face.deadlineNs();
            // A tick wakes nobody while no event is asked for: it would be due, and due, and due.
            surroundings.sleep().await(this, face.wants() ? Math.min(armedNs, stream.wakeNs()) : armedNs);
        }

        @Override
        public boolean getAsBoolean() {
            return thread.isClosed() || !hasWork(face) || face.deadlineNs() < armedNs || available();
        }

        private boolean available() {
            return face.wants() ? stream.available() : stream.divertedAvailable();
        }
    }

    private void handOver(Face face, Executor chosen) {
        try {
            chosen.execute(() -> {
                try {
                    deliver(face);
                } finally {
                    goBack();
                    delivered.release();
                }
            });
        } catch (RejectedExecutionException refused) {
            fail(face, new NodeException("the executor refused an event", "keep it open while the node is", refused));
            return;
        }
        boolean over = false;
        while (!over && !thread.isClosed()) {
            over = awaitDelivery();
        }
        takeOver();
    }

    /** A thread of the executor is no longer at the stream. Whoever closes the node meanwhile leaves the end to it. */
    private void goBack() {
        boolean last;
        thread.lock();
        try {
            last = thread.isClosed();
            reading = last ? reading : null;
        } finally {
            thread.unlock();
        }
        if (last) {
            end();
        }
    }

    /** This thread is at the stream again, unless the face has let go: under the lock, one of the two sees the other. */
    private void takeOver() {
        thread.lock();
        try {
            if (!thread.isClosed()) {
                reading = Thread.currentThread();
            }
        } finally {
            thread.unlock();
        }
    }

    /** Whether the calling thread is the one at the stream. */
    boolean isMine() {
        return reading == Thread.currentThread();
    }

    private boolean awaitDelivery() {
        try {
            return delivered.tryAcquire(LOOK_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stray) {
            return false; // the thread is our own, and ends when the node is closed
        }
    }

    private void deliver(Face face) {
        reading = Thread.currentThread();
        try {
            if (thread.isClosed()) {
                return;
            }
            if (face.wants()) {
                stream.takeBack(); // not for diversions: what a blocking call has lent is valid until somebody asks
                deliverWanted(face);
            } else if (face.keeps()) {
                stream.takeDiverted();
            }
        } catch (NodeException broken) {
            fail(face, broken);
        } catch (RuntimeException | Error broken) {
            // Foreign code runs here, and its failure must neither pass for silence nor end this thread.
            fail(face, new NodeException("an event could not be taken", "see the cause", broken));
        }
    }

    private void deliverWanted(Face face) {
        for (int i = 0; i < EVENTS_PER_DELIVERY && mayTake(face); i++) {
            Event event = stream.take();
            if (event == null) {
                break;
            }
            if (!face.offer(event)) {
                stream.putBack(event);
                return;
            }
        }
        if (current == face) {
            finish(face);
        }
    }

    private boolean mayTake(Face face) {
        return current == face && face.wants() && face.deadlineNs() != Face.AT_ONCE;
    }

    private void finish(Face face) {
        Stop stop = stream.stop();
        if (stop != null) {
            face.ended(stop);
        } else if (face.deadlineNs() != Long.MAX_VALUE) {
            face.expire(clock().nanoTime());
        }
    }

    private void fail(Face face, NodeException why) {
        face.failed(why);
        leaving(face);
    }

    /** The node closes, and has rung its own doorbell. */
    void close() {
        thread.close();
        delivered.release(); // the thread may be waiting for a delivery that is what closes the node
        thread.join();
    }
}
