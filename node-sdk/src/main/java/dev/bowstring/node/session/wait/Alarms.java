package dev.bowstring.node.session.wait;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Calls back when a time has passed, on some thread that the callee may keep busy. Any thread. */
@FunctionalInterface
public interface Alarms {

    /** The JVM's one timer, which hands over to its common pool. */
    Alarms OF_THE_JVM = (delayNs, action) -> {
        CompletableFuture<Void> timer = new CompletableFuture<>();
        CompletionStage<Void> elapsed = timer.completeOnTimeout(null, delayNs, TimeUnit.NANOSECONDS);
        elapsed.thenRunAsync(action);
        return () -> timer.cancel(false);
    };

    /** Does something then; what is returned calls it off, if it is not too late. */
    Runnable after(long delayNs, Runnable action);
}
