package dev.bowstring.benchmarks.guard;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the ratios were when somebody last looked, and how much they varied with nothing changed.
 *
 * @param how in words, for who reads the file
 * @param commit the one that was measured
 * @param steps by name
 */
record Baseline(
        @JsonProperty("how") String how,
        @JsonProperty("commit") String commit,
        @JsonProperty("machine") Map<String, String> machine,
        @JsonProperty("steps") Map<String, Level> steps) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final double SPREADS = 3;
    /** Another machine of the same kind was beyond the median by 0.23, where runs on one differed by a tenth. */
    private static final double LEAST_MARGIN = 0.5;

    /**
     * One step.
     *
     * @param ratio the median over the runs
     * @param least of the runs
     * @param most of the runs
     * @param limit more than this is a regression
     */
    record Level(
            @JsonProperty("ratio") double ratio,
            @JsonProperty("least") double least,
            @JsonProperty("most") double most,
            @JsonProperty("limit") double limit) {
        /** Three times the distance between the median and the worst run is allowed, and never less than a quarter. */
        static Level of(List<Double> runs) {
            double[] sorted =
                    runs.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            double median = sorted[sorted.length / 2];
            double most = sorted[sorted.length - 1];
            double margin = Math.max(LEAST_MARGIN, SPREADS * (most / median - 1));
            return new Level(round(median), round(sorted[0]), round(most), round(median * (1 + margin)));
        }

        private static double round(double value) {
            return Math.round(value * 1000) / 1000.0;
        }
    }

    static Baseline of(List<Map<String, Double>> runs, String commit, Map<String, String> machine) {
        Map<String, Level> steps = new LinkedHashMap<>();
        for (String name : runs.get(0).keySet()) {
            List<Double> values = runs.stream()
                    .filter(run -> run.containsKey(name))
                    .map(run -> run.get(name))
                    .toList();
            steps.put(name, Level.of(values));
        }
        String how = "ratios to the limit measured in the same minute, of " + runs.size()
                + " runs; limit = median * (1 + " + "max(" + LEAST_MARGIN + ", " + SPREADS + " * (most / median - 1)))";
        return new Baseline(how, commit, machine, steps);
    }

    static Baseline load(Path file) throws IOException {
        return JSON.readValue(file.toFile(), Baseline.class);
    }

    void save(Path file) throws IOException {
        Files.writeString(file, JSON.writeValueAsString(this) + "\n");
    }
}
