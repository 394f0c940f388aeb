package dev.bowstring.runtime.process;

import dev.bowstring.runtime.logs.LineSink;

/** Starts the processes of nodes. */
public interface Processes {
    /**
     * Starts a process as the leader of a session of its own.
     *
     * @param lines takes what the process prints, from two threads
     * @throws ProcessException if it cannot be started
     */
    Child spawn(Launch launch, LineSink lines);
}
