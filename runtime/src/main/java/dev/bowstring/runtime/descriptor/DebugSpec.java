package dev.bowstring.runtime.descriptor;

import java.util.Optional;

/**
 * Whether a node is being debugged: then it may stand still for as long as it likes, and its JVM has a debugger port.
 *
 * @param port which one; empty when no debugger is waited for
 */
public record DebugSpec(Optional<Integer> port) {
    /** A port that the JVM chooses. */
    public static final int ANY_PORT = 0;

    /** Nobody debugs. */
    public static final DebugSpec OFF = new DebugSpec(Optional.empty());

    /** Whether no deadline of the node counts. */
    public boolean on() {
        return port.isPresent();
    }
}
