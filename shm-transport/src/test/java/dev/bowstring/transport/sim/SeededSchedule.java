package dev.bowstring.transport.sim;

import java.util.SplittableRandom;

/**
 * Random, and the same for the same seed. How often actors change and how long stores wait differs from seed to seed, so
 * that some runs change at every access and in others one actor goes far while the rest stand still.
 */
public final class SeededSchedule implements Schedule {
    private static final int[] SWITCH_EVERY = {2, 4, 8, 20, 60};
    private static final int[] DRAIN_EVERY = {2, 4, 10, 40, 200};
    private static final int[] DIE_EVERY = {40, 100, 300};
    private static final int DIE_SOONER = 8; // an attach has few accesses

    private final SplittableRandom random;
    private final boolean weak;
    private final int switchEvery;
    private final int drainEvery;
    private final int dieEvery;
    private int publisherDeaths;
    private int readerDeaths;
    private int supervisorDeaths;

    /** Actors whose name starts with P may die {@code publisherDeaths} times, those with r {@code readerDeaths} times. */
    public SeededSchedule(long seed, boolean weak, int publisherDeaths, int readerDeaths) {
        this(seed, weak, publisherDeaths, readerDeaths, 0);
    }

    /** Those whose name starts with A, too: they attach readers. */
    public SeededSchedule(long seed, boolean weak, int publisherDeaths, int readerDeaths, int supervisorDeaths) {
        this.random = new SplittableRandom(seed * 0x9E37_79B9_7F4A_7C15L);
        this.weak = weak;
        this.switchEvery = SWITCH_EVERY[random.nextInt(SWITCH_EVERY.length)];
        this.drainEvery = DRAIN_EVERY[random.nextInt(DRAIN_EVERY.length)];
        this.dieEvery = DIE_EVERY[random.nextInt(DIE_EVERY.length)];
        this.publisherDeaths = publisherDeaths;
        this.readerDeaths = readerDeaths;
        this.supervisorDeaths = supervisorDeaths;
    }

    @Override
    public boolean weak() {
        return weak;
    }

    @Override
    public boolean drains() {
        return random.nextInt(drainEvery) == 0;
    }

    @Override
    public boolean switches() {
        return random.nextInt(switchEvery) == 0;
    }

    @Override
    public boolean kills(Actor actor, boolean stores) {
        char role = actor.name().charAt(0);
        if (role == 'P' && publisherDeaths > 0 && random.nextInt(dieEvery) == 0) {
            publisherDeaths--;
            return true;
        }
        if (role == 'r' && readerDeaths > 0 && random.nextInt(dieEvery) == 0) {
            readerDeaths--;
            return true;
        }
        if (role == 'A' && supervisorDeaths > 0 && random.nextInt(dieEvery / DIE_SOONER) == 0) {
            supervisorDeaths--;
            return true;
        }
        return false;
    }

    @Override
    public int pick(int choices) {
        return choices == 1 ? 0 : random.nextInt(choices);
    }
}
