package dev.bowstring.runtime.lifecycle;

/** What is to become of a node whose process has ended. */
public sealed interface Verdict {

    /**
     * It is started again.
     *
     * @param count how many restarts within the window this makes
     */
    record Restart(long delayNs, int count) implements Verdict {}

    /** It has ended for good, as its process has. */
    record Final() implements Verdict {}

    /** It has been started again so often that it has failed. */
    record GivenUp(int restarts) implements Verdict {}
}
