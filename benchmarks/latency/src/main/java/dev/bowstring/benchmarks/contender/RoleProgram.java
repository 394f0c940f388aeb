package dev.bowstring.benchmarks.contender;

import dev.bowstring.benchmarks.cell.Cell;
import dev.bowstring.benchmarks.cell.Shape;
import dev.bowstring.benchmarks.cell.WarmUp;
import dev.bowstring.benchmarks.cell.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A contender that is one program for all roles, started as {@code program ROLE CELL DIRECTORY}.
 *
 * @param lacks as {@link Contender#missing}
 * @param program the command up to the role
 * @param warmUp what it does before it is measured
 * @param idles the ways of waiting that it offers; each is given to it as the value here
 * @param workloads what it does between two processes
 */
record RoleProgram(
        String name,
        Supplier<Optional<String>> lacks,
        Supplier<List<String>> program,
        WarmUp warmUp,
        Map<String, String> idles,
        Set<Workload> workloads)
        implements Contender {

    @Override
    public Optional<String> missing() {
        return lacks.get();
    }

    @Override
    public boolean fits(Cell cell) {
        return workloads.contains(cell.workload())
                && cell.shape() == Shape.PAIR
                && cell.bytes() >= Long.BYTES
                && cell.face().equals(Cell.LOOP)
                && idles.containsKey(cell.idle());
    }

    @Override
    public Map<String, Double> run(Cell cell, Scratch scratch) {
        boolean turns = cell.workload() == Workload.PING_PONG;
        Cell own = cell.idle(idles.getOrDefault(cell.idle(), cell.idle()));
        Running running = new Running(scratch);
        start(running, turns ? "pong" : "sink", own, 1, scratch);
        start(running, turns ? "ping" : "source", own, 0, scratch);
        running.await();
        return Map.of();
    }

    private void start(Running running, String role, Cell cell, int process, Scratch scratch) {
        List<String> command = new ArrayList<>(program.get());
        command.add(role);
        command.add(cell.text(process, Places.CPUS, warmUp));
        command.add(scratch.directory().toString());
        running.start(command, Map.of());
    }
}
