package dev.bowstring.node.session;

import dev.bowstring.node.Message;

/**
 * A message that was handed out until the next event is asked for. A class, because the loop asks of every event whether
 * it is one, and the JVM answers that for a class without a search.
 */
abstract class LentMessage implements Message {

    /** The next event is asked for: gives the message back unless it was retained. */
    abstract void takeBack();

    /** Whether it is still to be taken back. */
    abstract boolean isLent();

    /** The message is the user's from here on, until it is closed. It counts as retained, whatever the limit. */
    abstract void own();

    /** The user does not want it after all: it is lent to whoever is next. */
    abstract void disown();
}
