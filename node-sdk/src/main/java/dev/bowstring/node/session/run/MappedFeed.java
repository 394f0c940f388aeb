package dev.bowstring.node.session.run;

import dev.bowstring.node.arrow.Received;
import dev.bowstring.node.session.message.Origin;
import dev.bowstring.node.session.message.Retention;
import dev.bowstring.transport.control.InputPort;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What all inputs over mapped files have in common. Under the consumer's thread, but for what messages call. */
abstract class MappedFeed implements PortFeed, Origin {
    final InputPort port;
    final Surroundings surroundings;
    private final Retention retention;
    private @Nullable Received received;
    private String problem = "";

    MappedFeed(InputPort port, Retention retention, Surroundings surroundings) {
        this.port = port;
        this.retention = retention;
        this.surroundings = surroundings;
    }

    /** The message that was taken, until it is handed out. */
    final void loaded(Received message) {
        received = message;
    }

    final Received handOut() {
        Received message = received;
        if (message == null) {
            throw new IllegalStateException("message of input " + port.id() + " before it was taken");
        }
        received = null;
        return message;
    }

    final Taking corrupt(String what) {
        problem = what;
        surroundings.corrupt(what);
        return Taking.CORRUPT;
    }

    /** A message that somebody has not closed stays pinned: nobody must write over what is looked at. */
    static Optional<String> unmap(boolean quiet, Optional<String> leak, int held, Runnable close) {
        boolean unused = held == 0;
        if (!quiet || !unused || leak.isPresent()) {
            return Optional.of(leak.orElse(unused ? "a thread is still reading" : "messages are still in use"));
        }
        close.run();
        return Optional.empty();
    }

    @Override
    public final String id() {
        return port.id();
    }

    @Override
    public final boolean counts() {
        return !port.fromOwnCycle();
    }

    @Override
    public final long timeoutNs() {
        return port.timeoutNs();
    }

    @Override
    public final String problem() {
        return problem;
    }

    @Override
    public final String holders() {
        return retention.holders();
    }

    @Override
    public final int maxHeld() {
        return retention.maxHeld();
    }

    @Override
    public final Retention retention() {
        return retention;
    }

    @Override
    public final void pinMayBeFree() {
        surroundings.pinMayBeFree();
    }

    @Override
    public final Instant wallTime(long timeNs) {
        return surroundings.wallTime(timeNs);
    }
}
