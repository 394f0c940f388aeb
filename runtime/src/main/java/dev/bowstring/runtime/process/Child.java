package dev.bowstring.runtime.process;

import java.util.OptionalInt;

/** The running or ended process of a node, and whatever it has started. No method waits. */
public interface Child {
    long pid();

    /** The exit code as a shell shows it, 128 + n for a death by signal n; empty while the process lives. */
    OptionalInt exitCode();

    /** Why the process ended, in plain words, with what can be found out about it; only once it has. */
    String exitCause();

    /** Whether everything the process printed has been handed on. */
    boolean drained();

    /** How many bytes of what the process printed have been handed on so far. */
    long handedOn();

    /** Whether all that has been read from the process has been handed on, and only its pipes could bring more. */
    boolean quiet();

    /** Asks the process to end (SIGTERM). */
    void terminate();

    /**
     * Kills every process of the session that still lives (SIGKILL). To be repeated until it returns 0, since a process
     * that is being killed may start another one first.
     *
     * @return how many lived
     */
    int killSession();
}
