package dev.bowstring.runtime.supervisor;

import dev.bowstring.transport.log.OutputStore;
import dev.bowstring.transport.log.SupervisedOutput;
import dev.bowstring.transport.segment.RunDirectory;

/** One output with its files in shared memory. */
record SharedOutput(PlannedOutput plan, OutputStore store) implements AutoCloseable {

    /** Makes all files; what was made when that fails is deleted with the run. */
    static SharedOutput create(RunDirectory run, PlannedOutput plan) {
        return new SharedOutput(plan, OutputStore.create(run, plan.store()));
    }

    SupervisedOutput log() {
        return store.supervised();
    }

    /** Unmaps; the files stay until the run directory is deleted. */
    @Override
    public void close() {
        store.close();
    }
}
