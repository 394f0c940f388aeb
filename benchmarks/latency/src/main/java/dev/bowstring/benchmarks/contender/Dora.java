package dev.bowstring.benchmarks.contender;

import dev.bowstring.benchmarks.cell.Cell;
import dev.bowstring.benchmarks.cell.Shape;
import dev.bowstring.benchmarks.cell.WarmUp;
import dev.bowstring.benchmarks.cell.Workload;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** dora as its users run it: a dataflow of two nodes, {@code dora run} fresh for each figure. */
record Dora(Language language, boolean tuned) implements Contender {
    private static final Set<Workload> WORKLOADS =
            Set.of(Workload.PING_PONG, Workload.PACED, Workload.SATURATED, Workload.SLOW_READER);

    /** What its nodes are written in. */
    enum Language {
        RUST("Rust"),
        PYTHON("Python");

        private final String shown;

        Language(String shown) {
            this.shown = shown;
        }
    }

    @Override
    public String name() {
        return "dora " + language.shown + (tuned ? ", tuned" : "");
    }

    @Override
    public Optional<String> missing() {
        if (!Files.isExecutable(DoraPython.program("dora"))) {
            return Optional.of(Installable.hint(DoraPython.INSTANCE));
        }
        return language == Language.RUST ? CargoPeer.DORA.missing() : Optional.empty();
    }

    @Override
    public boolean fits(Cell cell) {
        return WORKLOADS.contains(cell.workload())
                && cell.shape() == Shape.PAIR
                && cell.bytes() >= Long.BYTES
                && cell.face().equals(Cell.LOOP)
                && cell.idle().equals("blocking");
    }

    @Override
    public Map<String, Double> run(Cell cell, Scratch scratch) {
        boolean turns = cell.workload() == Workload.PING_PONG;
        String nodes = turns
                ? node("ping", "pong", cell, 0, scratch) + node("pong", "ping", cell, 1, scratch)
                : node("source", "", cell, 0, scratch) + node("sink", "source", cell, 1, scratch);
        String flow = scratch.write("dataflow.yml", "nodes:\n" + nodes).toString();
        Running running = new Running(scratch);
        running.start(
                List.of(DoraPython.program("dora").toString(), "run", flow, "--log-level", "error"),
                Map.of("PATH", DoraPython.program("dora").getParent() + ":" + System.getenv("PATH")));
        running.await();
        return Map.of();
    }

    private String node(String role, String source, Cell cell, int process, Scratch scratch) {
        String path = language == Language.RUST
                ? CargoPeer.DORA.binary().toString()
                : Places.peerSources().resolve("dora-python/node.py").toString();
        StringBuilder yaml = new StringBuilder("  - id: " + role + "\n    path: " + path + "\n    env:\n");
        yaml.append("      BENCH_ROLE: \"").append(role).append("\"\n");
        yaml.append("      BENCH_CELL: \"")
                .append(cell.text(process, Places.CPUS, WarmUp.OF_MEMORY))
                .append("\"\n");
        yaml.append("      BENCH_DIRECTORY: \"").append(scratch.directory()).append("\"\n");
        if (tuned) {
            yaml.append("    shared_memory_pool_size: 536870912\n");
        }
        if (!source.isEmpty()) {
            yaml.append("    inputs:\n      in:\n        source: ")
                    .append(source)
                    .append("/out\n");
            yaml.append(tuned ? "        queue_size: 1000\n" : "");
            yaml.append(cell.workload() == Workload.SLOW_READER ? "        queue_policy: backpressure\n" : "");
        }
        if (!role.equals("sink")) {
            yaml.append("    outputs:\n      - out\n");
        }
        return yaml.toString();
    }
}
