package dev.bowstring.node.session.send;

import dev.bowstring.node.NodeException;
import dev.bowstring.node.SendResult;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What waits for room without a thread: a message, or somebody who only wants to know. Whoever completes it from outside
 * withdraws it first: once it was sent that fails.
 *
 * @param <T> what its stage is completed with
 */
final class PendingSend<T> extends CompletableFuture<T> {
    private final AsyncSends sends;
    private final RoomWait.Attempt attempt;
    private final End end;
    private final Function<SendResult, T> result;
    private @Nullable SendResult outcome; // guarded by the sends, as below
    private @Nullable NodeException failure;

    /** What is to be done when it waits no more. */
    @FunctionalInterface
    interface End {
        /** With its result; null when it was withdrawn or has failed. Runs no user code. */
        void left(@Nullable SendResult result);
    }

    /** @param result what the stage is completed with */
    PendingSend(AsyncSends sends, RoomWait.Attempt attempt, End end, Function<SendResult, T> result) {
        this.sends = sends;
        this.attempt = attempt;
        this.end = end;
        this.result = result;
    }

    /** It waits from here on. */
    void begin() {
        attempt.beginWait();
    }

    /** Tries once; whether that is its end. */
    boolean isOver() {
        try {
            outcome = attempt.tryOnce();
        } catch (NodeException refused) {
            failure = refused;
        } catch (RuntimeException | Error broken) {
            // The thread that sends is shared: what breaks one message must not break the others.
            failure = new NodeException("the message could not be sent", "see the cause", broken);
        }
        return outcome != null || failure != null;
    }

    void announce() {
        attempt.announce();
    }

    /** It waits no more, by its own outcome or by another. Runs no user code. */
    void leave(@Nullable SendResult otherwise, @Nullable NodeException why) {
        attempt.endWait();
        outcome = outcome == null ? otherwise : outcome;
        failure = outcome == null && failure == null ? why : failure;
        end.left(outcome);
    }

    /** Tells the user. */
    void tell() {
        NodeException why = failure;
        SendResult what = outcome;
        if (what != null) {
            super.complete(result.apply(what));
        } else if (why != null) {
            super.completeExceptionally(why);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return sends.withdraw(this) && super.cancel(mayInterruptIfRunning);
    }

    @Override
    public boolean complete(T value) {
        return sends.withdraw(this) && super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable ex) {
        return sends.withdraw(this) && super.completeExceptionally(ex);
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
