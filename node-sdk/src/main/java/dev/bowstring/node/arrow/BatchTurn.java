package dev.bowstring.node.arrow;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn with a pooled batch it is, and where the batch is meanwhile. Any thread may ask and close; all else is for
 * whoever has it: its opener, or the send that it has departed with.
 *
 * <pre>
 *   free -- open --> here -- depart --> on its way -- away --> away -- over --> free
 *     |               ^ |                  |    |               ^
 *     |               | +---- claim -------)----)---------------+
 *     |               +----- comeBack -----+    +-- claim --> closed on its way -- over --> free
 *     +-- end --> ended
 * </pre>
 */
public final class BatchTurn {
    private static final Object ENDED = new Object();
    private static final int HERE = 0;
    private static final int ON_ITS_WAY = 1;
    private static final int CLOSED_ON_ITS_WAY = 2;
    private static final int AWAY = 3;
    private static final int BITS = 2;

    /** The thread that opened it, or {@link #ENDED}. */
    private final AtomicReference<@Nullable Object> opener = new AtomicReference<>();

    /** The number of the turn and one of the four places: nobody takes a later turn for that which he has looked at. */
    private final AtomicLong place = new AtomicLong();

    private long number;

    /** Begins a turn, which is the calling thread's until it is over; false if one is under way, or none may begin any more. */
    public boolean open() {
        boolean opened = opener.compareAndSet(null, Thread.currentThread());
        if (opened) {
            number++;
            put(HERE);
        }
        return opened;
    }

    /** Lets no turn begin any more; false if one is under way. */
    boolean end() {
        opener.compareAndSet(null, ENDED);
        return opener.get() == ENDED;
    }

    /** Ends the turn, after all else: whoever opens or ends it next finds it empty. */
    public void over() {
        opener.setRelease(null);
    }

    /** Whether a turn is under way. */
    public boolean isOpen() {
        return opener.get() instanceof Thread;
    }

    /** Whether this is the turn of a thread. */
    public boolean isOpenedBy(Thread thread) {
        return opener.get() == thread;
    }

    /** Whether another thread than this one has it, and may be filling it. */
    boolean isOthers() {
        return opener.get() instanceof Thread thread && thread != Thread.currentThread() && thread.isAlive();
    }

    /** Whether a send has it, which perhaps waits for room. */
    public boolean isOnItsWay() {
        return (place.get() & AWAY) != HERE;
    }

    /** A send has it from here on. */
    public void depart() {
        put(ON_ITS_WAY);
    }

    /** The send has failed: it is its opener's again. False if that has closed it meanwhile; then the send ends the turn. */
    public boolean comeBack() {
        long own = number << BITS;
        return place.compareAndSet(own | ON_ITS_WAY, own | HERE);
    }

    /** It was sent: closing it is in vain now. */
    public void away() {
        put(AWAY);
    }

    /**
     * A view of the turn that a thread has opened is closed.
     *
     * @return whether the caller has to end the turn; otherwise it is over, or a send ends it
     */
    public boolean claim(Thread thread) {
        while (true) {
            long seen = place.get();
            long where = seen & AWAY;
            if (!isOpenedBy(thread) || where == AWAY || where == CLOSED_ON_ITS_WAY) {
                return false;
            }
            long next = where == HERE ? AWAY : CLOSED_ON_ITS_WAY;
            if (place.compareAndSet(seen, seen - where + next)) {
                return where == HERE;
            }
        }
    }

    private void put(int where) {
        place.setRelease(number << BITS | where);
    }
}
