package dev.bowstring.transport.sim;

import java.util.SplittableRandom;

/**
 * A fixed interleaving on a machine without store buffers, in which an actor dies instead of making its k-th store. All
 * lives of the victim are counted together.
 */
public final class DeathAt implements Schedule {
    private static final int SWITCH_EVERY = 15;

    private final SplittableRandom random;
    private final String victim;
    private final long first;
    private final String nextVictim;
    private final long second;
    private long stores;
    private long accessesSince;
    private int deaths;

    /** Of the actors whose name starts with {@code victim} one dies at the k-th store. */
    public DeathAt(long seed, String victim, long k) {
        this(seed, victim, k, Long.MAX_VALUE);
    }

    /** The next life dies as well, at its {@code second} access, be it a load. */
    public DeathAt(long seed, String victim, long first, long second) {
        this(seed, victim, first, victim, second);
    }

    /** After that one of those whose name starts with {@code nextVictim} dies at its {@code second} access, be it a load. */
    public DeathAt(long seed, String victim, long first, String nextVictim, long second) {
        this.random = new SplittableRandom(seed);
        this.victim = victim;
        this.first = first;
        this.nextVictim = nextVictim;
        this.second = second;
    }

    /** How many have died: fewer than planned when there were not so many stores. */
    public int deaths() {
        return deaths;
    }

    @Override
    public boolean weak() {
        return false;
    }

    @Override
    public boolean drains() {
        return false;
    }

    @Override
    public boolean switches() {
        return random.nextInt(SWITCH_EVERY) == 0;
    }

    @Override
    public boolean kills(Actor actor, boolean isStore) {
        if (!actor.name().startsWith(deaths == 0 ? victim : nextVictim)) {
            return false;
        }
        boolean dies = deaths == 0 ? isStore && ++stores == first : deaths == 1 && ++accessesSince == second;
        if (dies) {
            deaths++;
        }
        return dies;
    }

    @Override
    public int pick(int choices) {
        return choices == 1 ? 0 : random.nextInt(choices);
    }
}
