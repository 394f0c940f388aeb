package dev.bowstring.node;

import java.time.Duration;

/**
 * A timer of a node: one that the YAML declares, or one made in code. It ticks in the event stream, as {@link Tick}.
 *
 * <pre>{@code
 * Timer retry = node.timer("retry");      // not in the YAML: idle until it is armed
 * retry.after(Duration.ofMillis(250));    // one tick
 * retry.every(Duration.ofSeconds(1));     // instead: ticks at 1 s, 2 s, 3 s ... from now
 * retry.cancel();
 * }</pre>
 *
 * <p>Any thread; what is armed last counts. After {@link #cancel} no tick comes that was not handed out before.
 */
public interface Timer {

    /** Its name in the events. */
    String id();

    /**
     * Ticks again and again, at absolute deadlines of so much from now on: it does not drift.
     *
     * @throws NodeException if the period is not positive
     */
    void every(Duration period);

    /** Ticks once, after so long. */
    void after(Duration delay);

    /** Ticks no more, until it is armed again. */
    void cancel();
}
