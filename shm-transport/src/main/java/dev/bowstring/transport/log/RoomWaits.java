package dev.bowstring.transport.log;

import dev.bowstring.transport.layout.RingLayout;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.NanoClock;

/** Whether, since when and for what the publisher waits for room, as the supervisor sees it. Under the output's lock. */
final class RoomWaits {
    private final AtomicBuffer ring;
    private final NanoClock clock;
    private int waits;

    RoomWaits(AtomicBuffer ring, NanoClock clock) {
        this.ring = ring;
        this.clock = clock;
        sayNothing(); // an earlier life may have died waiting
    }

    /** One more message waits. */
    void begin() {
        waits++;
        if (waits == 1) {
            since(clock.nanoTime());
        }
    }

    boolean any() {
        return waits > 0;
    }

    /**
     * A message is about to be committed: whatever still waits has not been held up the whole time, and says anew for what.
     * Before TAIL moves: who sees the new TAIL and looks at the moment once more finds that it has moved as well.
     */
    void committing() {
        say(Waiting.NOTHING); // first: who finds the new moment does not find what was said before it
        since(clock.nanoTime());
    }

    /** One of them waits no more. */
    void end() {
        waits--;
        if (waits == 0) {
            sayNothing();
        }
    }

    /** For what; said once it has been a while, and again from time to time. */
    void say(Waiting waiting) {
        ring.putLongRelease(RingLayout.WAITS_FOR, waiting.encode());
    }

    private void sayNothing() {
        say(Waiting.NOTHING);
        since(0);
    }

    private void since(long timeNs) {
        ring.putLongRelease(RingLayout.WAITS_SINCE, timeNs);
    }
}
