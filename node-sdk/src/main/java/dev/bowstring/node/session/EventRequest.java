package dev.bowstring.node.session;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.NodeException;
import java.util.concurrent.CompletableFuture;

/**
 * One event that was asked for. Whoever completes it from outside, by cancelling or by a timeout of their own, withdraws it
 * first: once an event is on its way to it that fails, so that the event is not lost.
 *
 * @param <T> what its stage is completed with
 */
abstract class EventRequest<T> extends CompletableFuture<T> {
    private final EventRequests asked;
    private final long deadlineNs;

    EventRequest(EventRequests asked, long deadlineNs) {
        this.asked = asked;
        this.deadlineNs = deadlineNs;
    }

    /** An event, without a limit of time. */
    static EventRequest<Event> endless(EventRequests asked) {
        return new EventRequest<>(asked, Long.MAX_VALUE) {
            @Override
            Event result(Event event) {
                return event;
            }

            @Override
            void expire() {
                throw new IllegalStateException("request: deadlineNs=" + Long.MAX_VALUE);
            }
        };
    }

    long deadlineNs() {
        return deadlineNs;
    }

    abstract T result(Event event);

    /** The time is over, and it is withdrawn. */
    abstract void expire();

    /** It is withdrawn: gets its event. */
    final void deliver(Event event) {
        if (!super.complete(result(event)) && event instanceof Message message) {
            message.close(); // completed by force: nobody will look at the event
        }
    }

    /** It is withdrawn: completes it. */
    final boolean finish(T result) {
        return super.complete(result);
    }

    /** It is withdrawn: nothing will come. */
    final void fail(NodeException why) {
        super.completeExceptionally(why);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return asked.withdraw(this) && super.cancel(mayInterruptIfRunning);
    }

    @Override
    public boolean complete(T value) {
        return asked.withdraw(this) && super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable ex) {
        return asked.withdraw(this) && super.completeExceptionally(ex);
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
