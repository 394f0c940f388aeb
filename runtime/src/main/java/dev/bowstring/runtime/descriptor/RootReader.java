package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import dev.bowstring.runtime.logs.LogLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the whole dataflow from its YAML value. */
final class RootReader {
    static final int MOST_NODES = 256;

    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Reading reading;
    private final Path file;

    RootReader(Reading reading, Path file) {
        this.reading = reading;
        this.file = file;
    }

    /** Nothing when there is too little to go on; what is there counts only if no problem was told. */
    Optional<Dataflow> read(YamlValue root) {
        return Fields.of(root, "a dataflow", Keys.ROOT, reading.problems()).map(this::dataflow);
    }

    private Dataflow dataflow(Fields fields) {
        EnvReader envs = new EnvReader(reading);
        Map<String, String> env = envs.read(fields);
        String name = fields.text("name")
                .filter(text -> reading.values().isId(text, fields.at("name"), "the name of a dataflow"))
                .orElseGet(() -> FlowName.of(file, reading.directory()));
        Duration startTimeout = fields.span("start_timeout", SHORTEST, LONGEST).orElse(START_TIMEOUT);
        Duration grace =
                fields.span("grace", Duration.ZERO, Dataflow.LONGEST_GRACE).orElse(Dataflow.DEFAULT_GRACE);
        boolean exit =
                fields.choice("exit_when_nodes_finish", ValueReader.YES_OR_NO).orElse(false);
        LogLimits limits = new LogReader(reading.problems()).limits(fields, LogLimits.DEFAULT);
        OnFailure onFailure = RestartReader.onFailure(fields, OnFailure.STOP);
        HealthSpec health = HealthReader.health(fields, HealthSpec.DEFAULT);
        NodeReader reader = new NodeReader(
                reading,
                envs,
                env,
                limits,
                new RestartReader(reading.problems(), onFailure),
                new HealthReader(reading.problems(), health));
        List<NodeSpec> nodes = nodes(fields, reader);
        if (exit && !nodes.isEmpty() && nodes.stream().noneMatch(NodeSpec::endsByItself)) {
            reading.problems()
                    .add(
                            fields.at("exit_when_nodes_finish"),
                            "`exit_when_nodes_finish` has no effect: only timers drive the nodes, or they are dynamic, and"
                                    + " none ends by itself",
                            "remove it");
        }
        return new Dataflow(name, file, reading.directory(), env, startTimeout, grace, exit, nodes);
    }

    private List<NodeSpec> nodes(Fields fields, NodeReader reader) {
        if (!fields.has("nodes")) {
            reading.problems().add(fields.at(), "a dataflow has no `nodes`", "add a list of them");
        }
        List<YamlValue> items = fields.list("nodes").map(YamlList::items).orElse(List.of());
        if (items.size() > MOST_NODES) {
            reading.problems().add(fields.at("nodes"), "a dataflow has at most " + MOST_NODES + " nodes");
            return List.of();
        }
        if (items.isEmpty() && fields.list("nodes").isPresent()) {
            reading.problems().add(fields.at("nodes"), "`nodes` is empty", "add a node");
        }
        List<NodeSpec> nodes = new ArrayList<>();
        items.forEach(item -> reader.read(item).ifPresent(nodes::add));
        refuseSameIds(nodes);
        return nodes;
    }

    private void refuseSameIds(List<NodeSpec> nodes) {
        Map<String, SourcePosition> seen = new HashMap<>();
        for (NodeSpec node : nodes) {
            SourcePosition first = seen.putIfAbsent(node.id(), node.position());
            if (first != null) {
                reading.problems()
                        .add(
                                node.position(),
                                "node " + quote(node.id()) + " appears twice",
                                "it is at " + first + " already");
            }
        }
    }
}
