package dev.bowstring.runtime.faults;

import java.util.List;
import java.util.SplittableRandom;

/** Who suffers what, when: chosen by a seed, so that a run can be played again. */
final class Chaos {
    private static final long LONGEST_STOP_MS = 1_500;
    private static final long LONGEST_PAUSE_MS = 250;
    private static final double KILLS = 0.6;
    private static final double HASTE = 0.15;

    private final SplittableRandom random;
    private final List<String> victims;

    Chaos(long seed, List<String> victims) {
        this.random = new SplittableRandom(seed);
        this.victims = List.copyOf(victims);
    }

    /**
     * A fault.
     *
     * @param pauseMs how long to let everything be before it
     * @param hasty whether it comes though the victim may not have started again yet
     * @param stopMs how long it stands still; 0 if it is killed
     */
    record Blow(String victim, long pauseMs, boolean hasty, long stopMs) {
        boolean kills() {
            return stopMs == 0;
        }
    }

    Blow next() {
        String victim = victims.get(random.nextInt(victims.size()));
        long pauseMs = random.nextLong(LONGEST_PAUSE_MS);
        boolean hasty = random.nextDouble() < HASTE;
        long stopMs = random.nextDouble() < KILLS ? 0 : 1 + random.nextLong(LONGEST_STOP_MS);
        return new Blow(victim, pauseMs, hasty, stopMs);
    }
}
