package dev.bowstring.runtime.doctor;

import java.util.List;

/**
 * How many CPUs there are.
 *
 * @param allowed those that this process may run on, as the kernel lists them; empty if it does not
 */
record CpuCheck(String allowed) implements Check {
    private static final String ABOUT = "cpus";

    @Override
    public List<Finding> look() {
        int count = Runtime.getRuntime().availableProcessors();
        String cpus = count + (allowed.isEmpty() ? "" : " (CPU " + allowed + ")");
        return List.of(
                count > 1
                        ? Finding.ok(ABOUT, cpus)
                        : Finding.warning(
                                ABOUT,
                                cpus + ": nodes take turns on it, so that a message takes as long as a turn",
                                "give the machine or the container more; never let nodes spin here"));
    }
}
