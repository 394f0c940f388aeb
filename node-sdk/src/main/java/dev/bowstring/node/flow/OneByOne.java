package dev.bowstring.node.flow;

import dev.bowstring.node.NodeException;
import dev.bowstring.node.SendResult;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks for results one by one, the next when the stage of the one before has ended. */
final class OneByOne<R> implements Flow.Subscriber<R> {
    private final Function<? super R, ? extends CompletionStage<?>> action;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile Flow.@Nullable Subscription results;
    private boolean busy; // guarded by this, as below
    private @Nullable Runnable afterwards;

    OneByOne(Function<? super R, ? extends CompletionStage<?>> action) {
        this.action = action;
        over().whenComplete((nothing, why) -> {
            if (over.isCancelled()) {
                cancel();
            }
        });
    }

    CompletionStage<Void> over() {
        return over;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        results = subscription;
        if (over.isDone()) {
            subscription.cancel();
        } else {
            subscription.request(1);
        }
    }

    @Override
    public void onNext(R result) {
        synchronized (this) {
            busy = true;
        }
        begin(result).whenComplete((value, why) -> {
            Closing.close(result);
            if (why != null) {
                end(new NodeException("a result was not taken: " + why, "see the cause", why));
            } else if (value instanceof SendResult sent && !sent.sent()) {
                endUnsent(sent);
            } else {
                more();
            }
        });
    }

    private CompletionStage<?> begin(R result) {
        try {
            return Objects.requireNonNull(action.apply(result), "the action returned no stage");
        } catch (Throwable broken) {
            return CompletableFuture.failedStage(broken); // the user's: it ends like a stage that fails
        }
    }

    private void endUnsent(SendResult sent) {
        if (sent == SendResult.STOPPING) {
            cancel();
            over.complete(null);
        } else {
            end(new NodeException("a result was not sent: " + sent, "see what " + sent + " says in SendResult"));
        }
    }

    /** The action for a result has ended: it was the last if the results have. */
    private void more() {
        Runnable last;
        synchronized (this) {
            busy = false;
            last = afterwards;
        }
        Flow.Subscription subscription = results;
        if (last != null) {
            last.run();
        } else if (subscription != null) {
            subscription.request(1);
        }
    }

    /** The results have ended; the action for the last of them may not have. */
    private void endWith(Runnable last) {
        boolean now;
        synchronized (this) {
            afterwards = last;
            now = !busy;
        }
        if (now) {
            last.run();
        }
    }

    private void end(Throwable why) {
        cancel();
        over.completeExceptionally(why);
    }

    private void cancel() {
        Flow.Subscription subscription = results;
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public void onError(Throwable why) {
        endWith(() -> over.completeExceptionally(why));
    }

    @Override
    public void onComplete() {
        endWith(() -> over.complete(null));
    }
}
