package dev.bowstring.node.arrow;

import dev.bowstring.transport.layout.MessageBlockLayout;
import dev.bowstring.transport.log.Taken;
import org.jspecify.annotations.Nullable;

/**
 * The descriptions of messages whose publisher uses the same memory again and again without describing it anew: a line of
 * memory less to fetch from the publisher's processor, and nothing to check. The consumer thread.
 */
final class Descriptions {
    private static final int PLACE_BITS = 7;
    private static final int BLOCK_SHIFT = Integer.numberOfTrailingZeros(MessageBlockLayout.ALIGNMENT);
    /** Longer ones share one place: reading is a small part of what they cost, and all of them together would be large. */
    private static final int LONGEST = 4 << 10;
    /** Spreads offsets that are equally far apart: 2^64 / the golden ratio. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final Description once = new Description();
    private final @Nullable Description[] again = new Description[1 << PLACE_BITS];

    /** Where the description of a message is, or is to be read into. */
    Description at(Taken taken) {
        boolean isFirst = taken.describedSince() == taken.sequence(); // and perhaps the only one
        return isFirst || taken.length() > LONGEST ? once : again(place(taken));
    }

    private static int place(Taken taken) {
        long block = (taken.offset() >>> BLOCK_SHIFT) + taken.arena();
        return (int) ((block * SPREAD) >>> (Long.SIZE - PLACE_BITS));
    }

    private Description again(int place) {
        Description known = again[place];
        if (known == null) {
            known = new Description();
            again[place] = known;
        }
        return known;
    }
}
