package dev.bowstring.node.session.message;

import dev.bowstring.node.Message;

/**
 * A message that was handed out until the next event is asked for. A class, because the loop asks of every event whether
 * it is one, and the JVM answers that for a class without a search.
 */
public abstract class LentMessage implements Message {

    /** The next event is asked for: gives the message back unless it was retained. */
    public abstract void takeBack();

    /** Whether it is still to be taken back. */
    public abstract boolean isLent();

    /** The message is the user's from here on, until it is closed. It counts as retained, whatever the limit. */
    public abstract void own();

    /** The user does not want it after all: it is lent to whoever is next. */
    public abstract void disown();
}
