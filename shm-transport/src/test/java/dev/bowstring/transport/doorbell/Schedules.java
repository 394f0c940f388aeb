package dev.bowstring.transport.doorbell;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Choosers for {@link WeakMachine}. */
final class Schedules {
    private static final int ACTORS = 16;
    private static final int CHANGES = 6;
    private static final int LIKELY_STEPS = 120;

    private Schedules() {}

    /** Random, and the same for the same seed: half of the seeds pick evenly, half by priority. */
    static WeakMachine.Chooser seeded(long seed) {
        Random random = new Random(seed * 0x9E37_79B9_7F4A_7C15L);
        return seed % 2 == 0 ? who -> random.nextInt(who.length) : byPriority(random);
    }

    /**
     * Who has the highest priority goes on until, at a few random steps, it is put last: so one actor goes far while
     * another stands still, which an even choice hardly ever does.
     */
    private static WeakMachine.Chooser byPriority(Random random) {
        double[] priority = random.doubles(ACTORS).toArray();
        int[] changes =
                random.ints(1 + random.nextInt(CHANGES), 0, LIKELY_STEPS).toArray();
        int[] step = new int[1];
        return who -> {
            int best = 0;
            for (int i = 1; i < who.length; i++) {
                best = priority[who[i]] > priority[who[best]] ? i : best;
            }
            step[0]++;
            for (int change : changes) {
                if (change == step[0]) {
                    priority[who[best]] = -step[0];
                }
            }
            return best;
        };
    }

    /** Goes through all schedules, one after the other: depth first. */
    static final class All implements WeakMachine.Chooser {
        private final List<int[]> path = new ArrayList<>(); // {choice, options}
        private int depth;

        @Override
        public int pick(int[] who) {
            if (depth == path.size()) {
                path.add(new int[] {0, who.length});
            }
            return path.get(depth++)[0];
        }

        /** Turns to the next schedule; false when there is none. */
        boolean next() {
            depth = 0;
            while (!path.isEmpty()) {
                int[] last = path.get(path.size() - 1);
                if (++last[0] < last[1]) {
                    return true;
                }
                path.remove(path.size() - 1);
            }
            return false;
        }
    }
}
