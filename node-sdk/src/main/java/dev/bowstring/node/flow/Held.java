package dev.bowstring.node.flow;

import dev.bowstring.node.Message;
import java.util.concurrent.atomic.AtomicInteger;

/** A message that several views refer to: it is given back with the last of them. Any thread. */
final class Held {
    private final Message message;
    private final Runnable whenClosed;
    private final AtomicInteger views = new AtomicInteger();

    Held(Message message, Runnable whenClosed) {
        this.message = message;
        this.whenClosed = whenClosed;
    }

    /** One more view. Whoever has one may ask for another; the first is asked for by whoever made this. */
    HeldMessage view() {
        views.incrementAndGet();
        return new HeldMessage(this, message);
    }

    /** A view was closed. */
    void viewClosed() {
        if (views.decrementAndGet() == 0) {
            message.close();
            whenClosed.run();
        }
    }
}
