package dev.bowstring.runtime.doctor;

import dev.bowstring.runtime.process.StartTools;
import java.util.List;
import java.util.Optional;

/** The programs that nodes are started through. */
record ToolCheck() implements Check {
    private static final String ABOUT = "util-linux";

    @Override
    public List<Finding> look() {
        Optional<String> trouble = StartTools.trouble();
        return List.of(
                trouble.isEmpty()
                        ? Finding.ok(ABOUT, "setsid, setpriv and taskset work")
                        : Finding.problem(
                                ABOUT,
                                trouble.get(),
                                "install util-linux 2.33 or newer; in a sandbox, allow prctl(2) and sched_setaffinity(2)"));
    }
}
