package dev.bowstring.node.session.wait;

import dev.bowstring.node.NodeException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Stages that are completed when a time has passed. Any thread. */
public final class Delays {
    private final String node;
    private final Alarms alarms;
    private final Set<Delay> pending = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public Delays(String node, Alarms alarms) {
        this.node = node;
        this.alarms = alarms;
    }

    /** One of them; equal to itself alone. */
    private static final class Delay extends CompletableFuture<Void> {}

    public CompletionStage<Void> after(long delayNs) {
        Delay delay = new Delay();
        pending.add(delay);
        if (closed) {
            delay.completeExceptionally(nodeClosed()); // after it was added: one of the two ends sees the other
        }
        // Longer than the clock runs: it never passes.
        Runnable callOff =
                delayNs == Long.MAX_VALUE ? () -> {} : alarms.after(Math.max(0, delayNs), () -> delay.complete(null));
        CompletionStage<Void> stage = delay;
        stage.whenComplete((nothing, failure) -> { // however it ends, nothing of it stays behind
            pending.remove(delay);
            callOff.run();
        });
        return stage;
    }

    private NodeException nodeClosed() {
        return new NodeException("node '" + node + "' was closed before the time had passed", "close it afterwards");
    }

    /** The node closes: no time passes any more. */
    public void close() {
        closed = true;
        List.copyOf(pending).forEach(delay -> delay.completeExceptionally(nodeClosed()));
    }
}
