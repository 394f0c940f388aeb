package dev.bowstring.transport.log;

import dev.bowstring.transport.sim.Schedule;
import dev.bowstring.transport.sim.SeededSchedule;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * Plays scenarios seed by seed. What fails is played once more and told; one seed alone is played with {@code
 * -Dbowstring.seed=}, more of them with {@code -Dbowstring.seeds=}, a factor.
 */
final class LogRuns {
    private static final int STORY_TAIL = 12_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private String lastFailure = "";
    private long played;
    private long deaths;

    /** How many seeds where {@code usual} is the number of a quick run. */
    static int seeds(int usual) {
        return Math.multiplyExact(usual, Integer.getInteger("bowstring.seeds", 1));
    }

    /** Weak memory and so many deaths at any access. */
    static LongFunction<Schedule> dying(int publisherDeaths, int readerDeaths) {
        return seed -> new SeededSchedule(seed, true, publisherDeaths, readerDeaths);
    }

    /** As {@link #dying(int, int)}, and the supervisor dies so often while readers attach. */
    static LongFunction<Schedule> dying(int publisherDeaths, int readerDeaths, int supervisorDeaths) {
        return seed -> new SeededSchedule(seed, true, publisherDeaths, readerDeaths, supervisorDeaths);
    }

    /** Plays seeds 1 to {@code count}; throws with seed and story when one breaks a rule. */
    void playAll(LogScenario scenario, LongFunction<Schedule> schedules, int count) throws InterruptedException {
        Long only = Long.getLong("bowstring.seed");
        long failed = only == null ? firstFailure(scenario, () -> Mutant.NONE, schedules, count) : only;
        if (failed > 0) {
            tell(scenario, schedules, failed);
        }
    }

    /** Plays one run to its end; throws with what it was when it breaks a rule. */
    void playOne(LogWorld world, String what) throws InterruptedException {
        try {
            play(world);
        } catch (AssertionError broken) {
            throw new AssertionError(broken.getMessage() + "\n" + what, broken);
        }
    }

    private void play(LogWorld world) throws InterruptedException {
        world.play(threads);
        played++;
        deaths += world.checks.deaths();
    }

    private void tell(LogScenario scenario, LongFunction<Schedule> schedules, long seed) throws InterruptedException {
        LogWorld world = new LogWorld(scenario, Mutant.NONE, schedules.apply(seed), seed);
        world.machine.remember();
        try {
            world.play(threads);
        } catch (AssertionError broken) {
            String story = world.machine.story();
            String tail = story.substring(Math.max(0, story.length() - STORY_TAIL));
            throw new AssertionError(
                    broken.getMessage() + "\nseed " + seed + " (-Dbowstring.seed=" + seed + ") of " + scenario + "\n"
                            + tail,
                    broken);
        }
    }

    /** The first of the seeds 1 to {@code most} that breaks a rule; -1 if none does. */
    long firstFailure(LogScenario scenario, Supplier<Mutant> mutant, LongFunction<Schedule> schedules, int most)
            throws InterruptedException {
        for (long seed = 1; seed <= most; seed++) {
            try {
                play(new LogWorld(scenario, mutant.get(), schedules.apply(seed), seed));
            } catch (AssertionError broken) {
                lastFailure = broken.getMessage();
                return seed;
            }
        }
        return -1;
    }

    /** How many runs came to their end, and how many deaths there were. */
    String summary() {
        return played + " runs, " + deaths + " deaths";
    }

    /** What {@link #firstFailure} found. */
    String lastFailure() {
        return lastFailure;
    }

    void close() throws InterruptedException {
        threads.shutdownNow();
        if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
            throw new AssertionError("threads are left");
        }
    }
}
