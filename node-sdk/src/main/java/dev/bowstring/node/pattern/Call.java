package dev.bowstring.node.pattern;

import dev.bowstring.node.Message;
import dev.bowstring.node.SendResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One request without a thread. It ends once: by its reply, its time, its sending, or by whoever cancels it. */
final class Call extends CompletableFuture<Reply> {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private volatile @Nullable CompletableFuture<SendResult> sending;
    private volatile @Nullable CompletableFuture<Void> timer;

    /** What waits in the correlation ends here. */
    static final class Completed implements Correlation.Answered<Call> {
        @Override
        public boolean by(Call call, Message message) {
            Reply reply = Reply.of(message);
            if (!call.complete(reply)) {
                reply.close(); // its time ran out just now
            }
            return true;
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
        if (isDone()) {
            settle();
        }
    }

    /** Ends it after so long: the JVM's one timer for this hands over to its common pool, which the user may block. */
    void endAfter(Duration timeout) {
        if (isDone() || timeout.compareTo(LONGEST) >= 0) {
            return;
        }
        CompletableFuture<Void> delay = new CompletableFuture<>();
        CompletionStage<Void> elapsed = delay.completeOnTimeout(null, timeout.toNanos(), TimeUnit.NANOSECONDS);
        elapsed.thenRunAsync(() -> complete(Reply.timeout()));
        timer = delay;
        if (isDone()) {
            settle();
        }
    }

    /** It has ended: withdraws what was not sent, and the timer. */
    void settle() {
        CompletableFuture<SendResult> send = sending;
        if (send != null) {
            send.cancel(false);
        }
        CompletableFuture<Void> delay = timer;
        if (delay != null) {
            delay.cancel(false);
        }
    }
}
