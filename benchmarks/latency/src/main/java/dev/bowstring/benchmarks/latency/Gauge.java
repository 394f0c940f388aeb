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
}
