package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.lifecycle.NodeLife;
import dev.bowstring.runtime.lifecycle.SpawnLimit;
import dev.bowstring.runtime.lifecycle.Verdict;
import dev.bowstring.runtime.supervisor.SessionFence.Progress;
import java.util.Locale;
import java.util.function.Consumer;

/** Sees nodes from one life to the next, or to their end: looks at their processes and starts them when it is time. */
final class Lives {
    private static final long NEVER = Long.MAX_VALUE;

    private final NodeRuns nodes;
    private final RunFiles files;
    private final NodeStarter starter;
    private final DeathPass deathPass;
    private final Surroundings world;
    private final Consumer<NodeRun> failed;
    private final SpawnLimit limit = new SpawnLimit();

    /** @param failed told of each node that has failed for good */
    Lives(
            NodeRuns nodes,
            RunFiles files,
            NodeStarter starter,
            DeathPass deathPass,
            Surroundings world,
            Consumer<NodeRun> failed) {
        this.nodes = nodes;
        this.files = files;
        this.starter = starter;
        this.deathPass = deathPass;
        this.world = world;
        this.failed = failed;
    }

    /** The first life of each. */
    void begin(long nowNs) {
        nodes.all().forEach(node -> start(node, nowNs));
    }

    private void start(NodeRun node, long nowNs) {
        starter.start(node, nowNs);
        if (node.life() == NodeLife.FAILED) {
            endWithoutProcess(node);
        }
    }

    /** Looks at all processes. */
    int look(long nowNs) {
        int work = 0;
        for (NodeRun node : nodes.all()) {
            work += look(node, nowNs);
        }
        return work;
    }

    private int look(NodeRun node, long nowNs) {
        Progress progress = node.doWork(nowNs);
        if (progress == Progress.WORKING) {
            return 0;
        }
        boolean dead = progress == Progress.DEAD;
        Verdict verdict = node.end(dead, inputsOver(node), nowNs, world.chance().getAsDouble());
        if (dead && !node.drained()) {
            world.notes()
                    .accept("node " + node.id()
                            + " has ended, but a process that has left its session holds its output:"
                            + " what it prints from now on is lost");
        }
        if (dead) {
            deathPass.cleanUpAfter(node); // Never after UNKILLABLE: what lives may still read. L6
        }
        if (verdict instanceof Verdict.Restart restart) {
            world.notes().accept(sentence(node, restart));
        } else if (node.life() == NodeLife.FAILED) {
            failed.accept(node);
        }
        return 1;
    }

    /** Whether the node has inputs that count, and all of them have closed. */
    private boolean inputsOver(NodeRun node) {
        boolean any = false;
        for (SharedOutput output : files.outputs()) {
            for (PlannedReader reader : output.plan().readers()) {
                if (reader.node().equals(node.id()) && !reader.inOwnCycle()) {
                    any = true;
                    if (!output.log().closed()) {
                        return false;
                    }
                }
            }
        }
        return any;
    }

    private static String sentence(NodeRun node, Verdict.Restart restart) {
        int most = node.spec().restart().rules().maxRestarts();
        String which =
                most == 0 ? "restart " + node.incarnation() : "restart " + restart.count() + " of at most " + most;
        String how = node.cause().isEmpty() ? "has ended" : "failed: " + node.cause();
        return node.lastLines()
                .after(String.format(
                        Locale.ROOT, "node %s %s; %s in %.1f s", node.id(), how, which, restart.delayNs() / 1e9));
    }

    /** Starts again who is due. */
    int restart(long nowNs) {
        int work = 0;
        for (NodeRun node : nodes.all()) {
            boolean due = node.life() == NodeLife.BACKING_OFF && nowNs - node.restartNs() >= 0;
            if (due && limit.tryTake(nowNs)) {
                start(node, nowNs);
                work++;
            }
        }
        return work;
    }

    /** Ends a node that was waiting for a process: it could not be started, or its restart was called off. */
    void endWithoutProcess(NodeRun node) {
        deathPass.cleanUpAfter(node);
        if (node.life() == NodeLife.FAILED) {
            failed.accept(node);
        }
    }

    /** Kills what has got stuck. */
    int checkHealth(long nowNs) {
        int killed = 0;
        for (NodeRun node : nodes.all()) {
            killed += node.killIfStuck(nowNs);
        }
        return killed;
    }

    /** How long until one is to be started, looked at, or ready; {@link Long#MAX_VALUE} if none is. */
    long untilNextNs(long nowNs, long startTimeoutNs) {
        long until = NEVER;
        for (NodeRun node : nodes.all()) {
            until = Math.min(until, node.untilLookNs(nowNs));
            if (node.life() == NodeLife.STARTING) {
                until = Math.min(until, node.untilReadyNs(nowNs, startTimeoutNs));
            }
            if (node.life() == NodeLife.BACKING_OFF) {
                until = Math.min(until, Math.max(node.restartNs() - nowNs, limit.nextNs(nowNs) - nowNs));
            }
        }
        return until;
    }
}
