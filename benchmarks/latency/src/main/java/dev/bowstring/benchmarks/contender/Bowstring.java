package dev.bowstring.benchmarks.contender;

import dev.bowstring.benchmarks.cell.Cell;
import dev.bowstring.benchmarks.cell.Workload;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small dataflow for each cell, started by the real runtime from its YAML. */
final class Bowstring implements Contender {
    private static final long IDLE_MS = 4000;
    private static final double NS_PER_MS = 1e6;

    private static boolean trained;

    private final String name;
    private final boolean recorded;

    /** @param recorded whether every message is kept on disk meanwhile, by a recorder that the nodes wait for */
    Bowstring(String name, boolean recorded) {
        this.name = name;
        this.recorded = recorded;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> missing() {
        return Files.exists(Places.runtimeJar())
                ? Optional.empty()
                : Optional.of("the runtime is not built; build it: mvn -q -DskipTests package");
    }

    @Override
    public boolean fits(Cell cell) {
        return true;
    }

    @Override
    public Map<String, Double> run(Cell cell, Scratch scratch) {
        train();
        return measure(cell, scratch);
    }

    /** The first run of a jar makes the class-data archive of all later ones, beside its nodes: that is not measured. */
    private void train() {
        if (!trained) {
            trained = true;
            try (Scratch scratch = new Scratch()) {
                measure(Cell.of(Workload.START_UP, Long.BYTES, false, "blocking"), scratch);
            }
        }
    }

    private Map<String, Double> measure(Cell cell, Scratch scratch) {
        String flow = scratch.write("dataflow.yml", new BowstringFlow(cell, scratch.directory()).yaml())
                .toString();
        List<String> command = new ArrayList<>(Places.java());
        command.addAll(List.of("-jar", Places.runtimeJar().toString(), "run", flow, "--quiet"));
        if (recorded) {
            command.addAll(
                    List.of("--record", "--data-dir", scratch.file("data").toString()));
        }
        Running running = new Running(scratch);
        long startNs = System.nanoTime();
        Process runtime = running.start(command, Map.of());
        Map<String, Double> figures = cell.workload() == Workload.IDLE ? idle(runtime, running, scratch) : Map.of();
        running.await();
        return cell.workload() == Workload.START_UP ? startUp(startNs, scratch) : figures;
    }

    /** The clock is the same in every process. */
    private static Map<String, Double> startUp(long startNs, Scratch scratch) {
        long arrivedNs = Outcome.words(scratch.file("sink.ns")).get(0);
        return Map.of("first message ms", (arrivedNs - startNs) / NS_PER_MS);
    }

    private static Map<String, Double> idle(Process runtime, Running running, Scratch scratch) {
        running.await("source.txt");
        running.await("sink.txt");
        long node = Outcome.words(scratch.file("sink.ns")).get(0);
        Running.pause(IDLE_MS / 2); // what starting up has left to do
        Map<String, Double> figures = new LinkedHashMap<>();
        double nodeBefore = ProcessFigures.cpuSeconds(node);
        double runtimeBefore = ProcessFigures.cpuSeconds(runtime.pid());
        Running.pause(IDLE_MS);
        double seconds = IDLE_MS / 1000.0;
        figures.put("node CPU %", 100 * (ProcessFigures.cpuSeconds(node) - nodeBefore) / seconds);
        figures.put("supervisor CPU %", 100 * (ProcessFigures.cpuSeconds(runtime.pid()) - runtimeBefore) / seconds);
        ProcessFigures.memory("node", node, figures);
        ProcessFigures.memory("supervisor", runtime.pid(), figures);
        runtime.destroy(); // it stops its nodes, and ends well
        return figures;
    }
}
