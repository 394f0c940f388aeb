package dev.bowstring.benchmarks.latency;

import dev.bowstring.benchmarks.cell.Cell;
import dev.bowstring.benchmarks.cell.Samples;
import dev.bowstring.benchmarks.cell.WarmUp;
import dev.bowstring.benchmarks.cell.Work;
import dev.bowstring.benchmarks.contender.Contender;
import dev.bowstring.benchmarks.contender.FailedRunException;
import dev.bowstring.benchmarks.contender.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes turns in no time: its runs have the round trips that it was given, or fail where one is negative. */
final class FakeContender implements Contender {
    private final String name;
    private final Optional<String> missing;
    private final ArrayDeque<Long> roundTripsNs;
    private boolean holds;

    FakeContender(String name, Optional<String> missing, Long... roundTripsNs) {
        this.name = name;
        this.missing = missing;
        this.roundTripsNs = new ArrayDeque<>(List.of(roundTripsNs));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> missing() {
        return missing;
    }

    @Override
    public boolean fits(Cell cell) {
        return true;
    }

    @Override
    public Map<String, Double> run(Cell cell, Scratch scratch) {
        long ns = roundTripsNs.remove();
        if (ns < 0) {
            throw new FailedRunException("exit code 3");
        }
        if (holds) {
            holdStill(scratch);
        }
        Samples samples = new Samples(1);
        samples.add(ns);
        new Work(cell.text(0, 2, WarmUp.OF_MEMORY), scratch.directory()).result("ping", samples, 1, 0, 0);
        return Map.of();
    }

    /** From here on its runs wait in the middle, until somebody has looked at the floor. */
    FakeContender holding() {
        holds = true;
        return this;
    }

    private static void holdStill(Scratch scratch) {
        if (!Files.exists(scratch.file(Work.LOOK_FILE))) {
            throw new FailedRunException("nobody looks");
        }
        try {
            Files.createFile(scratch.file(Work.WARM_FILE));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        while (!Files.exists(scratch.file(Work.GO_FILE))) {
            Thread.onSpinWait();
        }
    }

    int runsLeft() {
        return roundTripsNs.size();
    }
}
