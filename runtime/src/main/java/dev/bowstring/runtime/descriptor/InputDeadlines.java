package dev.bowstring.runtime.descriptor;

/**
 * For how long an input may be silent, and for how long it may hold up its publisher.
 *
 * @param timeoutNs after how long without a message its node is told; {@link #NEVER} for never
 * @param stallNs after how long its publisher waits for it no longer; {@link #NEVER} for never
 * @param onStall what becomes of it then
 */
public record InputDeadlines(long timeoutNs, long stallNs, OnStall onStall) {
    /** No deadline. */
    public static final long NEVER = 0;

    /** What counts where nothing is written. */
    public static final InputDeadlines NONE = new InputDeadlines(NEVER, NEVER, OnStall.DROP);

    /** The same, but its publisher waits for it however long it takes. */
    InputDeadlines withoutStall() {
        return new InputDeadlines(timeoutNs, NEVER, OnStall.DROP);
    }
}
