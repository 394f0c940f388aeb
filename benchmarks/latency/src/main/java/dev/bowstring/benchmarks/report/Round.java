package dev.bowstring.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bowstring.benchmarks.contender.Outcome;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * One run of a cell. Times in microseconds.
 *
 * @param samples how many times were taken; without any the times are 0
 * @param sent messages, warm-up included; beside it what was delivered of them
 * @param perSecond messages delivered each second; 0 where that is not the question
 * @param floorBeforeUs half a round trip of the floor, spinning, right before it was measured
 * @param floorAfterUs the same right after it
 * @param figures other figures by name
 */
public record Round(
        @JsonProperty("samples") long samples,
        @JsonProperty("p50_us") double p50,
        @JsonProperty("p90_us") double p90,
        @JsonProperty("p99_us") double p99,
        @JsonProperty("p999_us") double p999,
        @JsonProperty("max_us") double max,
        @JsonProperty("sent") long sent,
        @JsonProperty("delivered") long delivered,
        @JsonProperty("per_second") double perSecond,
        @JsonProperty("floor_before_us") double floorBeforeUs,
        @JsonProperty("floor_after_us") double floorAfterUs,
        @JsonProperty("figures") Map<String, Double> figures) {
    private static final double NS_PER_US = 1000;

    /** What one run has left, between two looks at the floor. */
    public static Round of(Outcome outcome, Looks looks, Map<String, Double> figures) {
        Histogram latency = outcome.latency();
        return new Round(
                latency.getTotalCount(),
                at(latency, 50),
                at(latency, 90),
                at(latency, 99),
                at(latency, 99.9),
                at(latency, 100),
                outcome.sent(),
                outcome.delivered(),
                outcome.perSecond(),
                looks.beforeUs(),
                looks.afterUs(),
                figures);
    }

    /** Whether the floor was the same before and after it. */
    boolean steady() {
        return new Looks(floorBeforeUs, floorAfterUs).agree();
    }

    private static double at(Histogram histogram, double percentile) {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(percentile) / NS_PER_US;
    }
}
