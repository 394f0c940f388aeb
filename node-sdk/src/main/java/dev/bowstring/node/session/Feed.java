package dev.bowstring.node.session;

import dev.bowstring.node.Message;

/** Where the messages of one input come from. Under the consumer's thread. */
interface Feed {

    /** What came of an attempt to take the next message. */
    enum Taking {
        TAKEN,
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

    /** When the next message was published; {@link Long#MAX_VALUE} when there is none. */
    long headTimeNs();

    /** Whether the publisher has closed the output and everything was taken. */
    boolean isClosed();

    /** Whether a message can be held that is not held now. */
    boolean hasPin();

    Taking take();

    /** What was taken last, to be handed out now. */
    Message message();

    /** Why the last attempt was {@link Taking#CORRUPT}. */
    String problem();
}
