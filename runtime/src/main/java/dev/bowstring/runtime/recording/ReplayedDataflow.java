package dev.bowstring.runtime.recording;

import dev.bowstring.runtime.descriptor.CpuAffinity;
import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.runtime.descriptor.DebugSpec;
import dev.bowstring.runtime.descriptor.HealthSpec;
import dev.bowstring.runtime.descriptor.InputSpec;
import dev.bowstring.runtime.descriptor.LogSpec;
import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.runtime.descriptor.OutputSource;
import dev.bowstring.runtime.descriptor.OutputSpec;
import dev.bowstring.runtime.descriptor.RestartSpec;
import dev.bowstring.runtime.descriptor.RuntimeProgram;
import dev.bowstring.runtime.descriptor.SourcePosition;
import dev.bowstring.runtime.descriptor.Start;
import dev.bowstring.runtime.graph.BlockingCycles;
import dev.bowstring.runtime.graph.Edge;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A dataflow some of whose nodes are replaced by their recording: one replayer publishes what they published. Nodes that feed
 * replaced nodes alone are left out as well.
 */
public final class ReplayedDataflow {
    /** No node of a user can be called so. */
    public static final String REPLAYER = "@replayer";

    private static final String MAIN_CLASS = "dev.bowstring.runtime.cli.JournalMain";
    private static final SourcePosition NOWHERE = new SourcePosition(1, 1);

    private final Dataflow dataflow;
    private final RecordingDirectory recording;
    private final Wish wish;
    private final Set<String> replaced = new LinkedHashSet<>();
    private final Set<String> leftOut = new LinkedHashSet<>();

    /**
     * What the user asks for.
     *
     * @param only the outputs to replay
     * @param replace the nodes to replace; empty for all whose outputs are replayed
     * @param everything whether no message may be lost, so that every input that reads the replayer is waited for
     * @param arguments further arguments of the replayer
     */
    public record Wish(Selector only, List<String> replace, boolean everything, List<String> arguments) {
        public Wish {
            replace = List.copyOf(replace);
            arguments = List.copyOf(arguments);
        }
    }

    /** @param dataflow the recorded one, or a changed one */
    public ReplayedDataflow(Dataflow dataflow, RecordingDirectory recording, Wish wish) {
        this.dataflow = dataflow;
        this.recording = recording;
        this.wish = wish;
    }

    /**
     * The dataflow to run.
     *
     * @throws RecordingException if the recording has not what the others need, or nothing is left to run
     */
    public Dataflow make() {
        List<String> recorded = wish.only().among(recording.facts().outputs());
        chooseReplaced(recorded);
        leaveOutWhatFeedsNobody();
        List<NodeSpec> nodes = new ArrayList<>();
        Set<String> replayed = new LinkedHashSet<>();
        for (NodeSpec node : dataflow.nodes()) {
            if (!replaced.contains(node.id()) && !leftOut.contains(node.id())) {
                nodes.add(rewired(node, recorded, replayed));
            }
        }
        if (replayed.isEmpty()) {
            throw new RecordingException("nothing reads what would be replayed of " + recording.path()
                    + "; replace fewer nodes with --replace, or choose other outputs with --only");
        }
        nodes.add(0, replayer(replayed));
        Dataflow made = dataflow.withNodes(nodes);
        refuseBlockingCycle(made);
        return made;
    }

    /** A cycle through a journal blocks nobody; the same through the ring may, since nothing may be lost. */
    private void refuseBlockingCycle(Dataflow made) {
        for (List<Edge> cycle : BlockingCycles.find(made.graph(), 1)) {
            String path = cycle.stream().map(Edge::from).collect(Collectors.joining(" -> "));
            throw new RecordingException(
                    placeOfJournal(cycle) + "a replay reads no journals: without them every edge of"
                            + " the cycle " + path + " -> " + cycle.get(0).from()
                            + " can block, and it may stop for ever; replace a node of it with --replace, or remove"
                            + " `transport: journal` there");
        }
    }

    private String placeOfJournal(List<Edge> cycle) {
        return dataflow.nodes().stream()
                .flatMap(node -> node.inputs().stream())
                .filter(input -> input.journal().isPresent()
                        && cycle.stream()
                                .anyMatch(edge -> input.source().equals(new OutputSource(edge.from(), edge.output()))))
                .findFirst()
                .map(input -> dataflow.file() + ":" + input.position() + ": ")
                .orElse("");
    }

    /** The nodes that do not run since their output would go to replaced nodes alone. */
    public Set<String> leftOut() {
        return Set.copyOf(leftOut);
    }

    private void chooseReplaced(List<String> recorded) {
        Set<String> nodes = new LinkedHashSet<>();
        dataflow.nodes().forEach(node -> nodes.add(node.id()));
        for (String node : wish.replace()) {
            if (!nodes.contains(node)) {
                throw new RecordingException("the dataflow has no node `" + node + "` to replace; its nodes are "
                        + String.join(", ", nodes));
            }
            replaced.add(node);
        }
        if (replaced.isEmpty()) {
            recorded.forEach(output -> replaced.add(output.substring(0, output.indexOf('/'))));
        }
    }

    private void leaveOutWhatFeedsNobody() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (NodeSpec node : dataflow.nodes()) {
                if (runs(node.id()) && feedsNobody(node)) {
                    leftOut.add(node.id());
                    changed = true;
                }
            }
        }
    }

    private boolean runs(String node) {
        return !replaced.contains(node) && !leftOut.contains(node);
    }

    private boolean feedsNobody(NodeSpec source) {
        boolean fed = false;
        for (NodeSpec node : dataflow.nodes()) {
            boolean reads = node.inputs().stream()
                    .anyMatch(input -> input.source() instanceof OutputSource from
                            && from.node().equals(source.id()));
            if (reads && runs(node.id())) {
                return false;
            }
            fed |= reads;
        }
        return fed;
    }

    private NodeSpec rewired(NodeSpec node, List<String> recorded, Set<String> replayed) {
        List<InputSpec> inputs = new ArrayList<>();
        for (InputSpec input : node.inputs()) {
            boolean fromReplaced = input.source() instanceof OutputSource from && replaced.contains(from.node());
            inputs.add(fromReplaced ? rewired(node, input, recorded, replayed) : overRing(input));
        }
        return node.withInputs(inputs);
    }

    private InputSpec rewired(NodeSpec node, InputSpec input, List<String> recorded, Set<String> replayed) {
        OutputSource from = (OutputSource) input.source();
        String output = from.node() + "/" + from.output();
        if (!recorded.contains(output)) {
            throw new RecordingException("input `" + input.id() + "` of node `" + node.id() + "` reads " + output
                    + ", which would be replaced and is not replayed; recorded are "
                    + String.join(", ", recorded));
        }
        replayed.add(output);
        OutputSource source = new OutputSource(REPLAYER, output.replace('/', '.'));
        boolean nothingLost = wish.everything() || input.journal().isPresent();
        return nothingLost ? input.losingNothing(source) : input.from(source);
    }

    /** Nothing is appended to journals meanwhile: whoever reads them gets all the same, through the ring. */
    private static InputSpec overRing(InputSpec input) {
        return input.journal().isPresent() ? input.losingNothing(input.source()) : input;
    }

    private NodeSpec replayer(Set<String> replayed) {
        List<OutputSpec> outputs = new ArrayList<>();
        for (String output : replayed) {
            OutputSpec spec = find(output)
                    .orElseThrow(() -> new RecordingException("the dataflow has no output " + output
                            + " any more; replay into the dataflow of the recording, or rename the output"));
            outputs.add(spec.named(output.replace('/', '.')));
        }
        List<String> arguments =
                new ArrayList<>(List.of("replayer", recording.path().toString()));
        arguments.addAll(wish.arguments());
        return new NodeSpec(
                REPLAYER,
                new RuntimeProgram(MAIN_CLASS),
                arguments,
                Map.of(),
                List.of(),
                outputs,
                List.of(),
                CpuAffinity.any(NOWHERE),
                Start.BARRIER,
                RestartSpec.DEFAULT,
                HealthSpec.DEFAULT,
                DebugSpec.OFF,
                LogSpec.DEFAULT,
                NOWHERE,
                REPLAYER,
                "");
    }

    private Optional<OutputSpec> find(String output) {
        return dataflow.nodes().stream()
                .flatMap(node -> node.outputs().stream().filter(spec -> (node.id() + "/" + spec.id()).equals(output)))
                .findFirst();
    }
}
