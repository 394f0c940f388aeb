package dev.bowstring.runtime.doctor;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What a look at the clock costs: one is taken for every message that is published.
 *
 * @param costNs measures a look at the monotonic clock, in ns
 */
record ClockCheck(Path sys, LongSupplier costNs) implements Check {
    private static final String ABOUT = "clock";
    private static final long SLOW_NS = 250;
    private static final int BATCHES = 7;
    private static final int LOOKS = 20_000;

    /** Read in user space; all others take a system call, or a register of a device. */
    private static final Set<String> QUICK =
            Set.of("tsc", "kvm-clock", "hyperv_clocksource_tsc_page", "arch_sys_counter", "timebase", "tod");

    @Override
    public List<Finding> look() {
        List<String> lines =
                LimitCheck.lines(sys.resolve("devices/system/clocksource/clocksource0/current_clocksource"));
        String source = lines.isEmpty() ? "unknown" : lines.get(0).strip();
        long ns = costNs.getAsLong();
        String what = "clock source " + source + ", a look at it takes " + ns + " ns";
        boolean slow = ns > SLOW_NS || !(lines.isEmpty() || QUICK.contains(source));
        return List.of(
                slow
                        ? Finding.warning(
                                ABOUT,
                                what + ", and every message that is published takes one",
                                "choose `tsc` in /sys/devices/system/clocksource/clocksource0/current_clocksource if"
                                        + " available_clocksource has it; a hypervisor may have to offer it")
                        : Finding.ok(ABOUT, what));
    }

    /** The median of some batches. */
    static long measureNs() {
        long[] costs = new long[BATCHES];
        for (int batch = 0; batch < BATCHES; batch++) {
            long start = System.nanoTime();
            long last = start;
            for (int look = 0; look < LOOKS; look++) {
                last = System.nanoTime();
            }
            costs[batch] = (last - start) / LOOKS;
        }
        Arrays.sort(costs);
        return costs[BATCHES / 2];
    }
}
