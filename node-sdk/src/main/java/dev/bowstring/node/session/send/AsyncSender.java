package dev.bowstring.node.session.send;

import dev.bowstring.node.NodeException;
import dev.bowstring.node.SendResult;
import dev.bowstring.node.arrow.Outgoing;
import dev.bowstring.node.session.wait.Signals;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends on one output without making a thread wait. What can be sent at once is, on the calling thread, and costs no more
 * than a blocking send: its stage is one of a few that are complete already. Any thread.
 */
public final class AsyncSender {
    private static final Map<SendResult, CompletionStage<SendResult>> COMPLETE = complete();
    private static final CompletionStage<Boolean> WRITABLE = CompletableFuture.completedStage(true);
    private static final CompletionStage<Boolean> NOT_WRITABLE = CompletableFuture.completedStage(false);

    private final AsyncSends waiting;
    private final Signals signals;
    private final InFlight inFlight;
    private final SendCounters counters;

    /** @param inFlight every call is inside it already, and leaves it when all is over */
    public AsyncSender(AsyncSends waiting, Signals signals, InFlight inFlight, SendCounters counters) {
        this.waiting = waiting;
        this.signals = signals;
        this.inFlight = inFlight;
        this.counters = counters;
    }

    private static Map<SendResult, CompletionStage<SendResult>> complete() {
        Map<SendResult, CompletionStage<SendResult>> stages = new EnumMap<>(SendResult.class);
        for (SendResult result : SendResult.values()) {
            stages.put(result, CompletableFuture.completedStage(result));
        }
        return stages;
    }

    public CompletionStage<SendResult> send(RoomWait.Attempt attempt, Outgoing message) {
        PendingSend.End end = result -> end(message, result);
        SendResult result;
        try {
            result = signals.mustTell() ? SendResult.STOPPING : tryNow(attempt);
        } catch (NodeException refused) {
            end.left(null);
            return CompletableFuture.failedStage(refused);
        } catch (RuntimeException | Error broken) {
            end.left(null);
            throw broken;
        }
        if (result == null) {
            PendingSend<SendResult> pending = new PendingSend<>(waiting, attempt, end, Function.identity());
            if (waiting.add(pending)) {
                return pending;
            }
            result = SendResult.REFUSED;
        }
        end.left(result);
        return COMPLETE.getOrDefault(result, CompletableFuture.completedStage(result));
    }

    private void end(Outgoing message, @Nullable SendResult result) {
        if (result != SendResult.SENT) {
            message.cancel();
        }
        if (result == SendResult.REFUSED) {
            counters.refused();
        }
        inFlight.leave();
    }

    /** Null when it has to wait. */
    private @Nullable SendResult tryNow(RoomWait.Attempt attempt) {
        SendResult result = waiting.areWaiting() ? null : attempt.tryOnce();
        return result == null && signals.stop() != null ? SendResult.STOPPING : result;
    }

    public CompletionStage<Boolean> whenWritable(RoomWait.Attempt attempt) {
        PendingSend.End end = result -> inFlight.leave();
        SendResult result;
        try {
            result = tryNow(attempt);
        } catch (NodeException refused) {
            end.left(null);
            return CompletableFuture.failedStage(refused);
        }
        if (result == null) {
            PendingSend<Boolean> pending = new PendingSend<>(waiting, attempt, end, SendResult::sent);
            if (waiting.add(pending)) {
                return pending;
            }
            end.left(null);
            return CompletableFuture.failedStage(new NodeException(
                    AsyncSends.MOST + " sends of the output wait already", "wait for them before asking for more"));
        }
        end.left(result);
        return result.sent() ? WRITABLE : NOT_WRITABLE;
    }
}
