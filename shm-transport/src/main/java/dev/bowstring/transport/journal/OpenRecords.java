package dev.bowstring.transport.journal;

import dev.bowstring.transport.log.JournalEdge;
import java.util.Arrays;

/**
 * The records that a reader has taken and not closed, and so how far it has come: before the first of these, else behind the
 * last one taken. The consumer takes, any thread closes.
 */
final class OpenRecords {
    /** The sequence of a record of an earlier run, which this run's account does not know. */
    static final long EARLIER = -1;

    private static final long FREE = -1;

    private final Position position;
    private final JournalEdge edge;
    private final long[] positions;
    private final long[] sequences;
    private int held;
    private long nextPosition;
    private long nextSequence;
    private long dropped;
    private boolean frozen;

    OpenRecords(Position position, JournalEdge edge, int most) {
        this.position = position;
        this.edge = edge;
        this.positions = new long[most];
        this.sequences = new long[most];
        Arrays.fill(positions, FREE);
    }

    /**
     * The reader begins, and what is before counts as read.
     *
     * @param atPosition the first record that may be taken
     * @param atSequence the first message of this run
     * @param finished how many messages of this run were closed without that having been counted
     */
    synchronized void begin(long atPosition, long atSequence, long finished) {
        nextPosition = atPosition;
        nextSequence = atSequence;
        dropped = edge.dropped() + Math.max(0, atSequence - edge.cursor() - finished);
        move();
    }

    /** Keeps a record that is about to be handed out; -1 when as many are held as may be. */
    synchronized int take(long recordPosition, long sequence) {
        for (int slot = 0; slot < positions.length; slot++) {
            if (positions[slot] == FREE) {
                positions[slot] = recordPosition;
                sequences[slot] = sequence;
                held++;
                nextPosition = recordPosition + 1;
                if (sequence != EARLIER) {
                    dropped += sequence - nextSequence;
                    nextSequence = sequence + 1;
                }
                return slot;
            }
        }
        return -1;
    }

    /**
     * A record was closed: it need not come again once all before it are closed as well.
     *
     * @param damaged whether nobody could read it, so that it counts as dropped
     */
    synchronized void release(int slot, boolean damaged) {
        positions[slot] = FREE;
        held--;
        if (!frozen) {
            dropped += damaged && sequences[slot] != EARLIER ? 1 : 0;
            move();
        }
    }

    private void move() {
        long lowest = nextPosition;
        long lowestSequence = nextSequence;
        for (int slot = 0; held > 0 && slot < positions.length; slot++) {
            if (positions[slot] != FREE && positions[slot] < lowest) {
                lowest = positions[slot];
                lowestSequence = sequences[slot] == EARLIER ? edge.cursor() : sequences[slot];
            }
        }
        if (position.value().orElse(-1) != lowest) {
            position.store(lowest); // first: the account may be behind by what a death leaves, the position may not
        }
        if (lowestSequence >= edge.cursor()) {
            edge.moved(lowestSequence, dropped);
        }
    }

    /** What is closed from here on comes again: its node is closing, or has failed. */
    synchronized void freeze() {
        frozen = true;
    }

    synchronized int held() {
        return held;
    }
}
