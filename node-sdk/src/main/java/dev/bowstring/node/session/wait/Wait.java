package dev.bowstring.node.session.wait;

import java.util.function.BooleanSupplier;

/** How a thread waits: {@link dev.bowstring.transport.doorbell.Sleep#await}. */
@FunctionalInterface
public interface Wait {

    /** Returns once {@code look} is true, the deadline has passed or the thread is interrupted: a hint, look again. */
    boolean await(BooleanSupplier look, long deadlineNs);

    /** Somebody looked, found nothing, and does not wait. */
    default void lookedInVain() {}
}
