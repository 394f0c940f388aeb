package dev.bowstring.benchmarks.contender;

import dev.bowstring.benchmarks.cell.Cell;
import dev.bowstring.benchmarks.cell.Shape;
import dev.bowstring.benchmarks.cell.Workload;
import java.util.Map;
import java.util.Optional;

/**
 * A contender of ours that commits messages together where many small ones are sent at full speed.
 *
 * @param sender what sends them
 * @param burst how many together
 */
record Bursts(Contender sender, int burst) implements Contender {
    private static final int SMALL = 4 << 10;

    @Override
    public String name() {
        return sender.name();
    }

    @Override
    public Optional<String> missing() {
        return sender.missing();
    }

    @Override
    public boolean fits(Cell cell) {
        return cell.workload() == Workload.SATURATED
                && cell.shape() == Shape.PAIR
                && cell.bytes() <= SMALL
                && sender.fits(cell);
    }

    @Override
    public Map<String, Double> run(Cell cell, Scratch scratch) {
        return sender.run(cell.burst(burst), scratch);
    }
}
