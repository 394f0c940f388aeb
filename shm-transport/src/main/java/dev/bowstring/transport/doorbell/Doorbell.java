package dev.bowstring.transport.doorbell;

import dev.bowstring.transport.layout.DoorbellLayout;
import org.agrona.concurrent.AtomicBuffer;

/**
 * One node's doorbell, as its neighbours, the supervisor and the node itself ring it. Any thread may ring; wait-free but
 * for the system call that wakes a sleeper.
 */
public final class Doorbell {
    private final AtomicBuffer page;
    private final Futex futex;

    /** @param page the whole doorbell file, mapped for writing: neighbours add to BELL */
    public Doorbell(AtomicBuffer page, Futex futex) {
        this.page = page;
        this.futex = futex;
    }

    /** Wakes the node if a thread of it sleeps for input. The caller made a full fence after its commit. */
    public void ringIfWaitingForInput() {
        ringIfWaiting(WaitingFor.INPUT);
    }

    /** Wakes the node if a thread of it sleeps for room. The caller made a full fence after its release. */
    public void ringIfWaitingForRoom() {
        ringIfWaiting(WaitingFor.ROOM);
    }

    private void ringIfWaiting(WaitingFor what) {
        // Never cleared here: several threads may sleep, and the next ringer has to see that the others still do. L1
        if (page.getLongVolatile(what.offset()) != 0) {
            ring();
        }
    }

    /** Wakes every sleeping thread of the node, whatever it sleeps for. */
    public void ring() {
        page.getAndAddInt(DoorbellLayout.BELL, 1); // atomic: a lost addition is a sleeper that misses its ring
        futex.wakeAll(bellAddress());
    }

    /** Says that nobody sleeps. For the supervisor alone, once the owner is proved dead. L1, L7 */
    public void clearWaiting() {
        for (WaitingFor what : WaitingFor.values()) {
            page.putLongVolatile(what.offset(), 0);
        }
    }

    /**
     * The program of the node goes on. For its own process alone; any thread, a plain addition: where two race, one of them
     * is lost, and the word has changed all the same.
     */
    public void progress() {
        page.putLongOpaque(DoorbellLayout.PROGRESS, page.getLong(DoorbellLayout.PROGRESS) + 1);
    }

    /** A number that changes while the program of the node goes on. For the supervisor. */
    public long progressSoFar() {
        return page.getLongOpaque(DoorbellLayout.PROGRESS);
    }

    /** Whether a thread of the node sleeps, so that nothing is expected of it. For the supervisor. */
    public boolean someoneSleeps() {
        return page.getLongVolatile(DoorbellLayout.WAITING_INPUT) != 0
                || page.getLongVolatile(DoorbellLayout.WAITING_ROOM) != 0;
    }

    int bell() {
        return page.getIntVolatile(DoorbellLayout.BELL);
    }

    void waiting(WaitingFor what, boolean yes) {
        page.putLong(what.offset(), yes ? 1 : 0);
    }

    void awaitRing(int bell, long timeoutNs) {
        futex.await(bellAddress(), bell, timeoutNs);
    }

    private long bellAddress() {
        return page.addressOffset() + DoorbellLayout.BELL;
    }
}
