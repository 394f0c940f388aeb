package dev.bowstring.node.session;

import dev.bowstring.node.Message;

/** A message that was handed out until the next event is asked for. */
interface LentMessage extends Message {

    /** The next event is asked for: gives the message back unless it was retained. */
    void takeBack();
}
