package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.logs.LastLines;
import dev.bowstring.runtime.process.Launch;
import dev.bowstring.runtime.process.ProcessException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts the process of each life of a node. */
final class NodeStarter {
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
        LastLines lastLines = node.lastLines();
        Launch launch = new Launch(
                node.id(),
                commands.getOrDefault(node.id(), List.of()),
                environment(node),
                plan.dataflow().directory());
        try {
            node.spawned(
                    world.processes().spawn(launch, line -> {
                        lastLines.accept(line);
                        world.lines().accept(line);
                    }),
                    nowNs);
        } catch (ProcessException cannot) {
            node.spawnFailed(String.valueOf(cannot.getMessage()));
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
