package dev.bowstring.benchmarks.latency;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** The floor and Bowstring, one right after the other. */
record Round(Histogram floor, Histogram bowstring) {

    double floorUs(double percentile) {
        return floor.getValueAtPercentile(percentile) / 1000.0;
    }

    double bowstringUs(double percentile) {
        return bowstring.getValueAtPercentile(percentile) / 1000.0;
    }

    /** How many times as long Bowstring takes. */
    double ratio() {
        return bowstringUs(50) / Math.max(0.001, floorUs(50));
    }

    static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
