package dev.bowstring.node.session.run;

import dev.bowstring.node.Log;
import dev.bowstring.node.arrow.NodeMemory;
import dev.bowstring.node.session.message.ReceivedMessage;
import dev.bowstring.node.session.send.NodeBursts;
import dev.bowstring.node.session.send.RoomPump;
import dev.bowstring.node.session.wait.Timers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Everything of a node that carries data or ticks.
 *
 * @param feeds its inputs, in the order of their declaration
 * @param timers its timers
 * @param outputs its outputs, in the order of their declaration
 * @param bursts those of all outputs
 * @param roomPump what waits for room on them without a thread
 * @param memory where their Arrow memory comes from
 */
record Ports(
        List<PortFeed> feeds,
        Timers timers,
        Map<String, SessionOutput> outputs,
        NodeBursts bursts,
        RoomPump roomPump,
        NodeMemory memory) {
    /** What stays mapped after its node was closed, since somebody may still look at it; otherwise it would be unmapped. */
    private static final Queue<Object> STILL_IN_USE = new ConcurrentLinkedQueue<>();

    /**
     * Lets go of everything; what is still in use is reported and stays mapped.
     *
     * @param quiet whether no thread can be taking a message
     * @return whether nothing was in use any more
     */
    boolean close(boolean quiet, Log log) {
        Collection<Object> kept = new ArrayList<>();
        for (PortFeed feed : feeds) {
            reportRetained(feed, log);
            feed.unmap(quiet).ifPresent(why -> {
                log.warn("the memory of an input stays mapped", "input", feed.id(), "why", why);
                kept.add(feed);
            });
        }
        outputs.values()
                .forEach(output -> output.unmap().ifPresent(why -> {
                    log.warn("the memory of an output stays mapped", "output", output.id(), "why", why);
                    kept.add(output);
                }));
        STILL_IN_USE.addAll(kept);
        if (kept.isEmpty()) {
            closeMemory(log);
        }
        return kept.isEmpty();
    }

    private void closeMemory(Log log) {
        try {
            memory.close();
        } catch (IllegalStateException leak) {
            // Arrow tells of leaks by this exception; thrown from close it would hide what went wrong before.
            log.warn("Arrow memory was never released", "why", String.valueOf(leak.getMessage()));
        }
    }

    private static void reportRetained(PortFeed feed, Log log) {
        Collection<ReceivedMessage> held = feed.retention().held();
        if (held.isEmpty()) {
            return;
        }
        held.stream().filter(message -> message.retainedAt() != null).forEach(message -> report(message, log));
        log.warn(
                "messages were taken or retained and never closed",
                "input",
                feed.id(),
                "messages",
                held.size(),
                "cure",
                "close them; -D" + Settings.LEAKS + "=full shows where each was taken");
    }

    private static void report(ReceivedMessage message, Log log) {
        Throwable place = message.retainedAt();
        log.warn(
                "a message was taken or retained and never closed",
                "input",
                message.input(),
                "sequence",
                message.sequence(),
                "place",
                place == null ? "unknown" : place);
    }
}
