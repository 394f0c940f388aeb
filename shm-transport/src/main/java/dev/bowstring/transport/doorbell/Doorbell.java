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
