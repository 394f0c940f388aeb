package dev.bowstring.transport.doorbell;

/**
 * Sleeping on a 32-bit word in memory that processes share, and waking whoever sleeps on it. Any thread may call.
 */
public interface Futex {
    /** Woken, or for no reason at all. */
    int WOKEN = 0;

    /** A signal came in between. */
    int INTERRUPTED = 4;

    /** The word had another value: nothing to wait for. */
    int CHANGED = 11;

    /** Nobody rang in time. */
    int TIMED_OUT = 110;

    /** What the operating system offers; its native part is loaded when it is first used. */
    static Futex system() {
        return SystemFutex.INSTANCE;
    }

    /** Whether {@link #system} sleeps in the kernel; else it looks again and again. Loads the native part. */
    static boolean systemSleeps() {
        return SystemFutex.sleeps();
    }

    /**
     * Sleeps while the word has the value, at most for a time. Every result means: look again.
     *
     * @param address of the word, in this process, a multiple of 4
     */
    int await(long address, int expected, long timeoutNs);

    /** Wakes all who sleep on the word, in any process. */
    void wakeAll(long address);
}
