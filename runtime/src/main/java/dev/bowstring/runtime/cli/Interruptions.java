package dev.bowstring.runtime.cli;

import dev.bowstring.runtime.supervisor.DataflowRun;
import org.jspecify.annotations.Nullable;

/**
 * What may end this process from outside, handed to the run: signals ask it to stop, in order; and should the JVM end in
 * any other way short of SIGKILL, a last resort kills the nodes and deletes the shared files.
 */
final class Interruptions implements AutoCloseable {
    private final Thread lastResort = new Thread(this::abandon, "bowstring-last-resort");
    private final StopSignals signals;
    private @Nullable DataflowRun run;
    private boolean early;

    Interruptions() {
        Runtime.getRuntime().addShutdownHook(lastResort);
        signals = new StopSignals(this::stop);
    }

    /** From now on this run is stopped; at once, if somebody asked while it was being prepared. */
    synchronized void handTo(DataflowRun prepared) {
        run = prepared;
        if (early) {
            prepared.requestStop();
        }
    }

    private synchronized void stop() {
        if (run == null) {
            early = true;
        } else {
            run.requestStop();
        }
    }

    private void abandon() {
        DataflowRun left;
        synchronized (this) {
            left = run;
        }
        if (left != null) {
            left.abandon();
        }
    }

    @Override
    public void close() {
        signals.close();
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException tooLate) {
            // The JVM is ending already; the hook runs, and finds nothing left to do.
        }
    }
}
