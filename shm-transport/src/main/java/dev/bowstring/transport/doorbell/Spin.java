package dev.bowstring.transport.doorbell;

import java.util.function.BooleanSupplier;

/** What happens before a thread sleeps. */
interface Spin {
    Spin NONE = (look, deadlineNs) -> false;

    /** Looks again and again; true as soon as that is true, false when it is time to sleep or to give up. */
    boolean spin(BooleanSupplier look, long deadlineNs);
}
