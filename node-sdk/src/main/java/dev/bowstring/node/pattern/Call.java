package dev.bowstring.node.pattern;

import dev.bowstring.node.Message;
import dev.bowstring.node.SendResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One request without a thread. It ends once: by its reply, its time, its sending, or by whoever cancels it. Whatever ends it
 * withdraws what was not sent first, since the request is the caller's again as soon as the stage is complete.
 */
final class Call extends CompletableFuture<Reply> {
    private final AtomicBoolean ends = new AtomicBoolean();
    private volatile @Nullable CompletableFuture<SendResult> sending;
    private volatile @Nullable CompletableFuture<Void> time;

    /** What waits in the correlation ends here. */
    static final class Completed implements Correlation.Answered<Call> {
        @Override
        public Correlation.Taken by(Call call, Message message) {
            boolean inTime = call.complete(Reply.of(message));
            return inTime ? Correlation.Taken.LAST : Correlation.Taken.TOO_LATE;
        }

        @Override
        public void never(Call call, Correlation.End why) {
            call.complete(Reply.never(why));
        }
    }

    /** It is on its way, or waits for room. */
    void sending(CompletionStage<SendResult> stage) {
        sending = stage.toCompletableFuture();
        stage.whenComplete((result, failure) -> {
            if (failure != null) {
                completeExceptionally(failure);
            } else if (!result.sent()) {
                complete(Reply.notSent(result));
            }
        });
        if (ends.get()) {
            withdraw();
        }
    }

    /** Ends it when this is complete. */
    void endAfter(CompletionStage<Void> delay) {
        delay.thenRun(() -> complete(Reply.timeout()));
        time = delay.toCompletableFuture();
        if (ends.get()) {
            withdraw();
        }
    }

    private void withdraw() {
        CompletableFuture<SendResult> send = sending;
        if (send != null) {
            send.cancel(false);
        }
        CompletableFuture<Void> delay = time;
        if (delay != null) {
            delay.cancel(false);
        }
    }

    private boolean isFirstToEnd() {
        boolean first = ends.compareAndSet(false, true);
        if (first) {
            withdraw();
        }
        return first;
    }

    @Override
    public boolean complete(Reply reply) {
        return isFirstToEnd() && super.complete(reply);
    }

    @Override
    public boolean completeExceptionally(Throwable why) {
        return isFirstToEnd() && super.completeExceptionally(why);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return isFirstToEnd() ? super.cancel(mayInterruptIfRunning) : isCancelled();
    }
}
