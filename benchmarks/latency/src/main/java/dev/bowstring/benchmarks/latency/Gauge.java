package dev.bowstring.benchmarks.latency;

import dev.bowstring.benchmarks.cell.Cell;
import dev.bowstring.benchmarks.contender.Contender;
import dev.bowstring.benchmarks.contender.Contenders;
import dev.bowstring.benchmarks.contender.Outcome;
import dev.bowstring.benchmarks.contender.Scratch;

/**
 * A look at the floor: how long two processes on this machine need right now to hand over a word. On a virtual machine that
 * changes by four within minutes, when its processors are moved to other cores.
 */
public final class Gauge {
    /** Two looks that differ by more than this see two machines; the floor itself varies by a few percent. */
    private static final double AGREEMENT = 1.3;

    /** So much a look varies by on one machine: three steps of the clock, which is most of 30 % of the smallest floors. */
    private static final double STEPS_US = 0.015;

    private static final double NS_PER_US = 1000;
    private static final Cell CELL = Cell.pingPong(8, false, "spinning");

    private final Contender floor = Contenders.floor();

    /** Half a round trip in microseconds: the median of many. */
    public double lookUs() {
        try (Scratch scratch = new Scratch()) {
            floor.run(CELL, scratch);
            return Outcome.read(CELL, scratch).latency().getValueAtPercentile(50) / NS_PER_US;
        }
    }

    /** Whether two looks saw the same machine. */
    public static boolean agree(double one, double other) {
        double most = Math.max(one, other);
        double least = Math.min(one, other);
        return most <= Math.max(AGREEMENT * least, least + STEPS_US);
    }
}
