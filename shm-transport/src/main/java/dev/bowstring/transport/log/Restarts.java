package dev.bowstring.transport.log;

import static dev.bowstring.transport.layout.OutputControlLayout.RESTARTS_KEPT;

import dev.bowstring.transport.segment.Fence;

/**
 * The restarts of a publisher that one of its readers has still to be told of. Those with no message between them are told
 * together, by the number of the last; so are those that are no longer kept, since this reader was so far behind. Under the
 * reader's consumer thread.
 */
final class Restarts {
    private static final int MOST_LOOKS = 2 * RESTARTS_KEPT;

    private final OutputControl control;
    private final Fence fence;
    private long told;
    private long found;
    private long foundAt;
    private long foundTimeNs;

    /** @param cursor where the reader begins: restarts up to there are no news to it */
    Restarts(OutputControl control, Fence fence, long cursor) {
        this.control = control;
        this.fence = fence;
        for (int looks = 0; looks < MOST_LOOKS && due(cursor); looks++) {
            told = found;
        }
    }

    /**
     * Whether one comes before the message of this sequence. To be asked after that sequence was found by TAIL and OLDEST:
     * who has seen a message of a life then sees its restart, which was told before that life began.
     */
    boolean due(long sequence) {
        long restarts = control.restarts();
        return restarts != told && find(restarts, sequence);
    }

    private boolean find(long restarts, long sequence) {
        found = told;
        long number = Math.max(told + 1, oldestKept(restarts));
        for (int looks = 0; looks < MOST_LOOKS && number <= restarts; looks++) { // L8: whatever the words say
            long at = control.restartAt(number);
            long timeNs = control.restartTimeNs(number);
            fence.load(); // both were read before it is asked whether they were being written over
            if (!control.keeps(number)) {
                number = Math.max(number, oldestKept(control.restarts()));
                continue;
            }
            if (at > sequence || (found != told && at != foundAt)) {
                break;
            }
            found = number;
            foundAt = at;
            foundTimeNs = timeNs;
            number++;
        }
        return found != told;
    }

    private static long oldestKept(long restarts) {
        return restarts - (RESTARTS_KEPT - 2);
    }

    /** When the one that is due took place, on the monotonic clock. */
    long timeNs() {
        return foundTimeNs;
    }

    /** Tells the one that is due. */
    Poll tell(Taken into) {
        told = found;
        into.restarts = found;
        into.sequence = foundAt;
        into.publishTimeNs = foundTimeNs;
        return Poll.RESTARTED;
    }
}
