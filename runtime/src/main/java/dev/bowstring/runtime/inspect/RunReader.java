package dev.bowstring.runtime.inspect;

import dev.bowstring.runtime.inspect.RunView.EdgeView;
import dev.bowstring.runtime.inspect.RunView.NodeView;
import dev.bowstring.runtime.supervisor.RunJson;
import dev.bowstring.transport.control.ToolSeats;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.SegmentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Reads a {@link RunView} from a run's directory, while the run goes on, begins or ends. */
final class RunReader {
    private final RunDirectory run;
    private final boolean lives;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Long> numbers = new HashMap<>();

    private RunReader(RunDirectory run, boolean lives) {
        this.run = run;
        this.lives = lives;
    }

    /** Empty if the run has ended meanwhile. */
    static Optional<RunView> read(RunDirectory run, boolean lives) {
        RunView view = new RunReader(run, lives).read();
        return Files.exists(run.supervisorLock()) ? Optional.of(view) : Optional.empty();
    }

    private RunView read() {
        Optional<RunJson> json = RunJson.read(run);
        long nowNs = System.nanoTime();
        List<NodeView> nodes = nodes(nowNs);
        List<EdgeView> edges = edges(nowNs);
        return new RunView(
                run.runId(),
                lives ? RunView.RUNNING : RunView.LEFT_OVER,
                json.map(RunJson::dataflow).orElse(""),
                json.map(RunJson::file).orElse(""),
                json.map(RunJson::pid).orElse(0L),
                json.map(said -> TimeUnit.NANOSECONDS.toMillis(nowNs - said.startNs()))
                        .orElse(0L),
                nodes,
                edges,
                problems);
    }

    private List<NodeView> nodes(long nowNs) {
        List<NodeView> nodes = new ArrayList<>();
        for (String node : names(run.nodes())) {
            try {
                NodeReader reader = NodeReader.open(run, node);
                if (reader.number() >= 0) { // else it is the runtime itself, which publishes logs
                    numbers.put(node, reader.number());
                    NodeView view = reader.read(nowNs, lives);
                    if (view.pid() > 0 || !ToolSeats.isSeat(node)) { // an empty place is nothing to see
                        nodes.add(view);
                    }
                }
            } catch (SegmentException unreadable) {
                problems.add(unreadable.getMessage());
            }
        }
        nodes.sort(Comparator.comparingLong(node -> numbers.getOrDefault(node.node(), Long.MAX_VALUE)));
        return nodes;
    }

    private List<EdgeView> edges(long nowNs) {
        List<String> outputs = new ArrayList<>(names(run.outputs()));
        outputs.sort(Comparator.comparingLong(output -> numbers.getOrDefault(node(output), Long.MAX_VALUE)));
        List<EdgeView> edges = new ArrayList<>();
        for (String output : outputs) {
            try {
                edges.addAll(EdgeReader.read(
                        run, node(output), output.substring(node(output).length() + 1), nowNs));
            } catch (SegmentException | IllegalArgumentException unreadable) {
                problems.add(unreadable.getMessage()); // Damaged, or deleted just now: the rest can be read.
            }
        }
        return edges;
    }

    /** Directories of outputs are called {@code node.output}; neither has a dot in it. */
    private static String node(String output) {
        return output.substring(0, output.indexOf('.'));
    }

    private List<String> names(Path directory) {
        boolean outputs = directory.equals(run.outputs());
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> name.contains(".") == outputs)
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException begins) {
            return List.of(); // The run begins, or ends.
        }
    }
}
