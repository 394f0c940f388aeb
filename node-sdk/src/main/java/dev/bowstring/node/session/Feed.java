package dev.bowstring.node.session;

import dev.bowstring.node.Event;
import org.agrona.concurrent.NanoClock;

/** Where the events of one input, or of one source outside the dataflow, come from. Under the consumer's thread. */
public interface Feed {
    /** The time of what does not come: there is nothing to hand out. */
    long NEVER = Long.MAX_VALUE;

    /** What came of an attempt to take the next message. */
    enum Taking {
        TAKEN,
        /** The publisher has been restarted, and the next message is of its new life; {@link Feed#event} says so. */
        RESTARTED,
        /** There is none after all: it was dropped meanwhile. */
        NOTHING,
        /** The node holds as many messages of this input as it may. */
        NO_PIN,
        /** What is there makes no sense; {@link Feed#problem} says why. Nothing more will be taken. */
        CORRUPT
    }

    /** The input's name. */
    String id();

    /** Whether its end counts for the end of the node: not when the input comes from the node's own cycle. */
    boolean counts();

    /** When the next message was published, or whatever else comes first came; {@link #NEVER} when there is none. */
    long headTimeNs();

    /** Whether the publisher has closed the output and everything was taken. */
    boolean isClosed();

    /** When its end came, asked when it is noticed. */
    default long endTimeNs(NanoClock clock) {
        return clock.nanoTime();
    }

    /** Whether a message can be held that is not held now. */
    boolean hasPin();

    /** How many messages may be held at a time, the one of the loop included. */
    default int maxHeld() {
        return Integer.MAX_VALUE;
    }

    /** After how long without a message the node is told, in ns; 0 for never. */
    default long timeoutNs() {
        return 0;
    }

    Taking take();

    /** What was taken last, or that there was a restart, to be handed out now. */
    Event event();

    /** Which messages the node keeps, and, where that is known, by whom. */
    default String holders() {
        return "";
    }

    /** Its end was taken, after all that came before it: nothing more will be asked of it. */
    default void endTaken() {}

    /** No event will be taken any more: Stop was handed out. */
    default void stopped() {}

    /** Why the last attempt was {@link Taking#CORRUPT}. */
    String problem();
}
