package dev.bowstring.runtime.lifecycle;

/**
 * When a node is started again.
 *
 * @param maxRestarts how often within the window; 0 for as often as it takes
 * @param delayNs before the first restart; doubled with each that follows soon
 * @param maxDelayNs what the delay grows to
 * @param windowNs for how long a restart counts; {@link #WHOLE_RUN} for as long as the dataflow runs
 */
public record RestartRules(RestartPolicy policy, int maxRestarts, long delayNs, long maxDelayNs, long windowNs) {
    /** A window without an end. */
    public static final long WHOLE_RUN = Long.MAX_VALUE;

    private static final long MS = 1_000_000L;

    /** What counts where nothing is written. */
    public static final RestartRules DEFAULT =
            new RestartRules(RestartPolicy.NEVER, 0, 100 * MS, 30_000 * MS, WHOLE_RUN);
}
