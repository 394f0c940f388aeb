package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.logs.LastLines;
import dev.bowstring.runtime.logs.LineSink;
import dev.bowstring.runtime.logs.LogLine;
import dev.bowstring.runtime.process.Launch;
import dev.bowstring.runtime.process.ProcessException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts the process of each life of a node. */
final class NodeStarter {
    /** What a JVM prints when it has a debugger port; whether the address is before it depends on its version. */
    private static final Pattern DEBUGGER_PORT =
            Pattern.compile("Listening for transport dt_socket at address: (?:.*:)?(\\d{1,5})");

    private final RunPlan plan;
    private final RunFiles files;
    private final Map<String, List<String>> commands;
    private final DeathPass deathPass;
    private final Surroundings world;

    /** @param commands the command line of each node */
    NodeStarter(
            RunPlan plan, RunFiles files, Map<String, List<String>> commands, DeathPass deathPass, Surroundings world) {
        this.plan = plan;
        this.files = files;
        this.commands = Map.copyOf(commands);
        this.deathPass = deathPass;
        this.world = world;
    }

    /** Begins a life of the node; it has failed if its process cannot be started. */
    void start(NodeRun node, long nowNs) {
        node.begin();
        deathPass.announce(node, nowNs);
        LineSink sink = sink(node);
        Launch launch = new Launch(
                node.id(),
                commands.getOrDefault(node.id(), List.of()),
                environment(node),
                plan.dataflow().directory());
        try {
            node.spawned(world.processes().spawn(launch, sink), nowNs);
        } catch (ProcessException cannot) {
            node.spawnFailed(String.valueOf(cannot.getMessage()));
        }
    }

    private LineSink sink(NodeRun node) {
        LastLines lastLines = node.lastLines();
        AtomicBoolean awaitsPort = new AtomicBoolean(node.spec().debug().on());
        return line -> {
            lastLines.accept(line);
            world.lines().accept(line);
            if (awaitsPort.get()) {
                tellDebuggerPort(line, awaitsPort);
            }
        };
    }

    /** Once: the line itself may be below the level that is shown. */
    private void tellDebuggerPort(LogLine line, AtomicBoolean awaited) {
        Matcher port = DEBUGGER_PORT.matcher(line.text());
        if (port.matches() && awaited.getAndSet(false)) {
            world.notes().accept("node " + line.node() + ": a debugger may attach at 127.0.0.1:" + port.group(1));
        }
    }

    private Map<String, String> environment(NodeRun node) {
        Map<String, String> environment = new HashMap<>(node.spec().env());
        environment.put("BOWSTRING_RUN_DIR", files.run().path().toString());
        environment.put("BOWSTRING_NODE", node.id());
        environment.put("BOWSTRING_INCARNATION", Long.toString(node.incarnation()));
        environment.put("BOWSTRING_TOKEN", node.token());
        return environment;
    }
}
