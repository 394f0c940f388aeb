package dev.bowstring.runtime.descriptor;

/**
 * How it is noticed that a node has got stuck.
 *
 * @param timeoutNs for how long it may neither ask for events, nor send, nor wait; {@link #NEVER} if nobody looks
 */
public record HealthSpec(long timeoutNs) {
    /** Nobody looks. */
    public static final long NEVER = 0;

    /** What counts where nothing is written. */
    public static final HealthSpec DEFAULT = new HealthSpec(NEVER);
}
