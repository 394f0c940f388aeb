package dev.bowstring.node.session.message;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Of how many of the messages that a user keeps it is remembered where: a stack trace costs microseconds. Any thread. */
public enum Leaks {
    /** Of none. */
    NONE(0),
    /** Of one in 64: enough to find what leaks again and again. */
    SAMPLED(64),
    /** Of all. */
    FULL(1);

    private final int oneIn;

    Leaks(int oneIn) {
        this.oneIn = oneIn;
    }

    /** The calling place, if that of each is to be remembered: where it tells little, and is passed for every event. */
    @Nullable Throwable placeOfAny() {
        return this == FULL ? place() : null;
    }

    /** The calling place, if it is to be remembered this time. */
    @Nullable Throwable place() {
        boolean wanted = oneIn == 1 || (oneIn > 1 && ThreadLocalRandom.current().nextInt(oneIn) == 0);
        return wanted ? new Throwable("taken here") : null;
    }
}
