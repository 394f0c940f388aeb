package dev.bowstring.runtime.supervisor;

import java.util.function.Consumer;

/**
 * Puts away what a run has made, one thing after the other, whatever becomes of each: the run has its result already, and
 * a file that cannot be deleted must take neither that nor the processes behind it.
 */
final class LastSteps {
    private final Consumer<String> notes;

    LastSteps(Consumer<String> notes) {
        this.notes = notes;
    }

    /** Takes a step at once; says so if it fails. */
    LastSteps then(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException failure) {
            // Whatever it is, the steps that follow kill, unmap and delete: they are wanted all the more.
            notes.accept("not everything of the run could be put away: " + failure.getMessage());
        }
        return this;
    }
}
