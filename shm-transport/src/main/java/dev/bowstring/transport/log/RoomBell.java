package dev.bowstring.transport.log;

import dev.bowstring.transport.doorbell.Doorbell;
import dev.bowstring.transport.segment.Fence;
import org.jspecify.annotations.Nullable;

/**
 * When a reader looks whether its publisher sleeps for room: after every message it takes and after every one it lets go
 * of. On a firm edge the consumer looks less often, since a look takes a full fence: once in an eighth of the queue, and
 * whenever it finds nothing more to take. So a publisher that fills a queue is woken once for many messages, and one that
 * was missed waits no longer than until the consumer has come to the end of what is there, or asks for nothing any more
 * and its futex times out (L8).
 *
 * <p>Who the consumer is may change. One that lets go of a message just when another takes over may be taken for the
 * consumer still and not ring: then the other does, or the same futex times out.
 */
final class RoomBell {
    private static final int QUEUE_SHARE = 8;
    private static final int MOST = 64;

    private final Doorbell publisher;
    private final Fence fence;
    private final boolean firm;
    private final int every;
    private volatile @Nullable Thread consumer; // read by whoever lets go of a message
    private int taken; // under the consumer: messages since the last look
    private boolean owed; // under the consumer: something happened since then

    RoomBell(Doorbell publisher, Fence fence, boolean firm, int queueSize) {
        this.publisher = publisher;
        this.fence = fence;
        this.firm = firm;
        this.every = firm ? every(queueSize) : 1;
    }

    /** How many messages a full queue lets go of at a time. */
    static int every(int queueSize) {
        return Math.max(1, Math.min(MOST, queueSize / QUEUE_SHARE));
    }

    /** Names the thread that takes, or looks whether there is something to take. */
    @SuppressWarnings("ReferenceEquality")
    void consumer(Thread current) {
        if (consumer != current) {
            consumer = current;
        }
    }

    /** The consumer has taken a message. */
    void taken() {
        owed = true;
        if (++taken >= every) {
            look();
        }
    }

    /** The consumer takes nothing for now. */
    void idle() {
        if (owed) {
            look();
        }
    }

    /** Somebody let go of a message. Any thread; whether it looked, which is with a full fence. */
    @SuppressWarnings("ReferenceEquality")
    boolean released() {
        if (firm && consumer == Thread.currentThread()) {
            owed = true; // it looks before it sleeps
            return false;
        }
        ring();
        return true;
    }

    private void look() {
        taken = 0;
        owed = false;
        ring();
    }

    private void ring() {
        fence.full(); // a publisher that sets WAITING_ROOM after this sees what was stored before when it looks again
        publisher.ringIfWaitingForRoom();
    }
}
