package dev.bowstring.node.pattern;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Ids that nobody else makes, in whatever node, run or incarnation: 96 random bits that are drawn once, and a count. */
final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RADIX = 36;

    private final String prefix =
            Long.toUnsignedString(RANDOM.nextLong(), RADIX) + Integer.toUnsignedString(RANDOM.nextInt(), RADIX) + "-";
    private final AtomicLong count = new AtomicLong();

    String next() {
        return prefix + Long.toString(count.getAndIncrement(), RADIX);
    }

    /** Whether it was made here. */
    boolean made(String id) {
        return id.startsWith(prefix);
    }
}
