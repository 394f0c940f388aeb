package dev.bowstring.node.session.run;

import dev.bowstring.node.session.send.SendCounters;
import dev.bowstring.transport.control.Frame;
import dev.bowstring.transport.control.SupervisorLink;
import dev.bowstring.transport.log.ArenaGrowth;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the supervisor for a further arena file of one output, and waits a second for it. However long an answer takes, and
 * whoever asks meanwhile, one request at a time is under way: each makes a file.
 */
final class SupervisorGrowth implements ArenaGrowth {
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(1);

    private static final Frame.Grown NOTHING = new Frame.Grown(0, 0, 0);

    private final String output;
    private final SupervisorLink link;
    private final SendCounters counters;
    private final Runnable roomMade;
    private @Nullable CompletableFuture<Frame.Grown> underWay; // one thread at a time, handed on under the log's lock

    /** @param roomMade wakes the threads that sleep for room: an answer may come when nobody waits for it any more */
    SupervisorGrowth(String output, SupervisorLink link, SendCounters counters, Runnable roomMade) {
        this.output = output;
        this.link = link;
        this.counters = counters;
        this.roomMade = roomMade;
    }

    @Override
    public Answer grow(int index, long bytes) {
        if (underWay != null) {
            Frame.Grown late = await(underWay, 0);
            boolean takenOver = late != null && late.size() > 0 && late.arena() < index;
            if (!takenOver) {
                return answer(late);
            }
        }
        CompletableFuture<Frame.Grown> asked =
                link.requestGrowth(output, bytes).whenComplete((grown, gone) -> arrived(grown));
        underWay = asked;
        return answer(await(asked, TIMEOUT_NS));
    }

    /** On the link's thread. */
    private void arrived(Frame.@Nullable Grown grown) {
        if (grown != null && grown.size() > 0) {
            counters.grew();
        }
        roomMade.run();
    }

    private static Answer answer(Frame.@Nullable Grown grown) {
        if (grown == null) {
            return Answer.LATE;
        }
        return grown.size() > 0 ? Answer.ANNOUNCED : Answer.REFUSED;
    }

    /** The answer; null if it is not there in time, then the request stays under way. */
    private Frame.@Nullable Grown await(CompletableFuture<Frame.Grown> asked, long timeoutNs) {
        try {
            Frame.Grown grown = asked.get(timeoutNs, TimeUnit.NANOSECONDS);
            underWay = null;
            return grown;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException supervisorGone) {
            underWay = null;
            return NOTHING; // no room, which the caller can live with
        } catch (TimeoutException expected) {
            return null; // the supervisor is busy
        }
    }
}
