package dev.bowstring.runtime.inspect;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bowstring.runtime.supervisor.RunJson;
import dev.bowstring.runtime.supervisor.RunResult;
import dev.bowstring.transport.control.ControlException;
import dev.bowstring.transport.control.StopCall;
import dev.bowstring.transport.segment.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends a run from outside. The supervisor is asked through the socket in the run's directory, never by its process number:
 * that could have become a stranger's. That it has ended is told by its lock.
 */
public final class RunStop {
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final long LOOK_NS = 10_000_000L;

    private final Runs runs;
    private final RunDirectory run;
    private final Optional<RunJson> said;

    /** @param run one that lives */
    public RunStop(Runs runs, RunDirectory run) {
        this.runs = runs;
        this.run = run;
        this.said = RunJson.read(run);
    }

    /**
     * Asks for the end.
     *
     * @param now without waiting for what is in flight
     * @throws InspectException if nobody listens
     */
    public void ask(boolean now) {
        try {
            var unused = StopCall.send(run.socket(), now, ANSWER.toNanos());
        } catch (ControlException deaf) {
            if (!runs.lives(run)) {
                return; // It has ended by itself just now.
            }
            throw new InspectException(deaf.getMessage()
                    + said.map(json -> "; its process is " + json.pid() + "; if that is stopped, `kill -CONT "
                                    + json.pid() + "` wakes it")
                            .orElse(""));
        }
    }

    /** Waits until the run has ended; false if it has not within this time. */
    public boolean awaitEnd(Duration patience) {
        long deadlineNs = System.nanoTime() + patience.toNanos();
        while (runs.lives(run)) {
            if (System.nanoTime() - deadlineNs > 0) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NS);
        }
        return true;
    }

    /** How it ended, as its records say; empty if they do not. */
    public Optional<RunResult> result() {
        return said.map(json -> Path.of(json.records(), "summary.json")).flatMap(RunStop::read);
    }

    private static Optional<RunResult> read(Path summary) {
        try {
            return Optional.of(new ObjectMapper().readValue(summary.toFile(), RunResult.class));
        } catch (IOException none) {
            return Optional.empty(); // The supervisor did not come to write it.
        }
    }
}
