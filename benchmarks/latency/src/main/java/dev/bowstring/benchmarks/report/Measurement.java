package dev.bowstring.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bowstring.benchmarks.cell.Cell;
import dev.bowstring.benchmarks.cell.Workload;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All runs of a cell by one contender.
 *
 * @param thrownAway runs that do not count, since the floor before and after them differed, or since they failed
 * @param problem why there are no rounds; empty if there are
 */
public record Measurement(
        @JsonProperty("id") String id,
        @JsonProperty("cell") Cell cell,
        @JsonProperty("contender") String contender,
        @JsonProperty("rounds") List<Round> rounds,
        @JsonProperty("thrown_away") int thrownAway,
        @JsonProperty("problem") String problem) {

    /** Whether there is anything to show. */
    @JsonIgnore
    public boolean measured() {
        return !rounds.isEmpty();
    }

    /** How many rounds there are, and what has to be known of them. */
    String runs() {
        boolean steady = rounds.stream().allMatch(Round::steady);
        return rounds.size() + (steady ? "" : ", the floor moved");
    }

    /** The median over the rounds. */
    public double median(ToDoubleFunction<Round> figure) {
        double[] sorted = sorted(figure);
        return (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2;
    }

    /** The least of the rounds. */
    public double least(ToDoubleFunction<Round> figure) {
        return sorted(figure)[0];
    }

    /** The most of the rounds. */
    public double most(ToDoubleFunction<Round> figure) {
        return sorted(figure)[rounds.size() - 1];
    }

    private double[] sorted(ToDoubleFunction<Round> figure) {
        return rounds.stream().mapToDouble(figure).sorted().toArray();
    }

    /** What the cell is about: a time in microseconds, or a rate. */
    public double headline(Round round) {
        return rate() ? round.perSecond() : round.p50();
    }

    /**
     * What a contender is compared by: a time when nothing but the descriptor moves is taken in floors of its own moment,
     * since rounds may have seen the machine near and far.
     */
    public double compared(Round round) {
        return inFloors() ? 2 * round.p50() / (round.floorBeforeUs() + round.floorAfterUs()) : headline(round);
    }

    boolean inFloors() {
        return cell.workload() == Workload.PING_PONG && !cell.fill();
    }

    /** Whether the headline is a rate: more is better. */
    @JsonIgnore
    public boolean rate() {
        return switch (cell.workload()) {
            case SATURATED, SLOW_READER -> true;
            case PING_PONG, PACED, START_UP, IDLE -> false;
        };
    }
}
