package dev.bowstring.transport.message;

/** The bits of a slot's FLAGS word. */
public final class MessageFlags {
    /** The message was sent as one vector: it is a batch of one column, whose vector is what the receiver wants. */
    public static final int VECTOR = 1;

    private MessageFlags() {}
}
