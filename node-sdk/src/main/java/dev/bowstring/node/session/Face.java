package dev.bowstring.node.session;

import dev.bowstring.node.Event;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Stop;
import dev.bowstring.node.session.message.LentMessage;

/**
 * One asynchronous consumer of the events, as the {@link EventPump} serves it. Its demand grows under the pump's lock; it
 * is asked for its demand on any thread.
 */
abstract class Face implements Consumer.Claim {
    /** A deadline that has always passed. */
    static final long AT_ONCE = Long.MIN_VALUE / 2;

    private final EventPump pump;

    Face(EventPump pump) {
        this.pump = pump;
    }

    final EventPump pump() {
        return pump;
    }

    /** Whether an event, or the end, would be taken now. */
    abstract boolean wants();

    /** Whether it keeps the node while it wants nothing. */
    abstract boolean keeps();

    /** When it wants something else than an event: a timeout. */
    long deadlineNs() {
        return Long.MAX_VALUE;
    }

    /** Takes an event, which is the consumer's own; false if nobody wants it after all. Runs user code. */
    abstract boolean accept(Event event);

    /** Hands it an event; false if it stays with whoever offers it. Runs user code. */
    final boolean offer(Event event) {
        LentMessage message = event instanceof LentMessage lent ? lent : null;
        if (message != null) {
            message.own();
        }
        boolean taken = accept(event);
        if (!taken && message != null) {
            message.disown();
        }
        return taken;
    }

    /** Stop was delivered, and it wants more. Runs user code. */
    abstract void ended(Stop stop);

    /** The time of {@link #deadlineNs} has come. Runs user code. */
    void expire(long nowNs) {}

    /** Nothing will come any more, though Stop was not delivered. Runs user code. */
    abstract void failed(NodeException why);

    @Override
    public boolean leaves() {
        boolean leaves = !wants() && !keeps();
        if (leaves) {
            pump.wake();
        }
        return leaves;
    }

    @Override
    public final boolean isQuiet() {
        return pump.isQuiet();
    }
}
