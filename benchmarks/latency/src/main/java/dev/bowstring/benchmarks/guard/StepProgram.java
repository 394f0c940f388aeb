package dev.bowstring.benchmarks.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The steps that one thread does alone, in a JVM of their own. Each is measured in short slices, in turn with slices of the
 * limit; the ratio of a step is that of the fastest slices of both. What else the machine does makes slices slower, never
 * faster, and by three where it shares a core with us; slower code makes all of them slower.
 */
public final class StepProgram {
    private static final int SLICES = 41;
    private static final int WARM_SLICES = 60;
    private static final int COUNT = 20_000;
    private static final int FEW = 200;
    private static final double SLOW_NS = 20_000;
    private static final long WARM_NS = 1_000_000_000L;

    private StepProgram() {}

    private static Map<String, Supplier<Step>> steps() {
        Map<String, Supplier<Step>> steps = new LinkedHashMap<>();
        steps.put("publish to 1 reader", () -> new RawStep(1, false));
        steps.put("publish to 16 readers", () -> new RawStep(16, false));
        steps.put("publish, receive, release", () -> new RawStep(1, true));
        steps.put("send and receive a batch of 8 B", () -> new ArrowStep(8));
        steps.put("send and receive a batch of 4 MB in place", () -> new ArrowStep(4 << 20));
        return steps;
    }

    /** Argument: the file for the ratios, a line {@code name=ratio} each. */
    public static void main(String[] arguments) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Supplier<Step>> one : steps().entrySet()) {
            try (Step limit = new LimitStep();
                    Step step = one.getValue().get()) {
                text.append(String.format(Locale.ROOT, "%s=%.4f%n", one.getKey(), ratio(step, limit)));
            }
        }
        Files.writeString(Path.of(arguments[0]), text);
    }

    private static double ratio(Step step, Step limit) {
        int count = calibrated(step);
        for (int i = 0; i < WARM_SLICES; i++) {
            nsEach(step, count);
            nsEach(limit, COUNT);
        }
        double leastStep = Double.MAX_VALUE;
        double leastLimit = Double.MAX_VALUE;
        for (int i = 0; i < SLICES; i++) {
            leastStep = Math.min(leastStep, nsEach(step, count));
            leastLimit = Math.min(leastLimit, nsEach(limit, COUNT));
        }
        return leastStep / leastLimit;
    }

    /** Fewer where a step has become slow: the guard has to end then too. Asked of compiled code, or every step is slow. */
    private static int calibrated(Step step) {
        long until = System.nanoTime() + WARM_NS;
        double ns = nsEach(step, FEW);
        while (System.nanoTime() < until) {
            ns = nsEach(step, FEW);
        }
        return ns > SLOW_NS ? FEW : COUNT;
    }

    private static double nsEach(Step step, int count) {
        long start = System.nanoTime();
        long result = step.times(count);
        long ns = System.nanoTime() - start;
        if (result == Long.MIN_VALUE) {
            throw new IllegalStateException("keeps the result alive");
        }
        return (double) ns / count;
    }
}
