package dev.bowstring.runtime.lifecycle;

/**
 * How a process of a node has ended.
 *
 * @param well whether it ended as it should
 * @param readyForNs how long its inputs and outputs had been open; {@link #NEVER_READY} if they never were
 * @param inputsOver whether it has inputs that count, and all of them have closed
 */
public record Exit(boolean well, long readyForNs, boolean inputsOver) {
    /** It never got ready. */
    public static final long NEVER_READY = -1;

    boolean wasReady() {
        return readyForNs != NEVER_READY;
    }
}
