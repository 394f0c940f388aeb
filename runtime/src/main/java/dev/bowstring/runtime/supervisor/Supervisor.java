package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.lifecycle.NodeLife;
import dev.bowstring.runtime.process.Launch;
import dev.bowstring.runtime.process.ProcessException;
import dev.bowstring.runtime.supervisor.SessionFence.Progress;
import dev.bowstring.runtime.supervisor.StopLadder.Step;
import dev.bowstring.transport.control.NodeControlWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongToIntFunction;
import java.util.stream.Collectors;

/**
 * Starts the nodes of a run, watches over them and brings them to their end.
 *
 * <p>An agent: one thread calls {@link #doWork} until {@link #finished}; nothing here waits. Only {@link #requestStop} may
 * be called by any thread.
 */
final class Supervisor {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long TICK_MS = 100;
    private static final long KILLING_TICK_MS = 2;

    private final RunPlan plan;
    private final NodeRuns nodes;
    private final DynamicNodes dynamic;
    private final AllNodes all;
    private final List<NodeRun> independent;
    private final Map<String, List<String>> commands;
    private final RunFiles files;
    private final Surroundings world;
    private final DeathPass deathPass;
    private final StallWatch stallWatch;
    private final StatusBoard board;
    private final StopLadder ladder = new StopLadder();
    private final long startNs;
    private final long stopAfterNs;

    private volatile int stopRequests;
    private int stopRequestsSeen;
    private long everySecondNs;
    private boolean started;
    private boolean go;
    private String failure = "";

    /**
     * @param commands the command line of each node
     * @param stopAfterNs when to stop by itself; {@link Long#MAX_VALUE} for never
     */
    Supervisor(
            RunPlan plan,
            RunFiles files,
            AllNodes all,
            Map<String, List<String>> commands,
            Surroundings world,
            long stopAfterNs) {
        this.plan = plan;
        this.files = files;
        this.all = all;
        this.nodes = all.started();
        this.dynamic = all.dynamic();
        this.independent = nodes.all().stream()
                .filter(node -> plan.independent().contains(node.id()))
                .toList();
        this.commands = Map.copyOf(commands);
        this.world = world;
        this.stopAfterNs = stopAfterNs;
        this.deathPass = new DeathPass(plan, files);
        this.board = new StatusBoard(all);
        this.stallWatch = new StallWatch(files.outputs(), world.notes());
        this.startNs = world.nanoTime().getAsLong();
        this.everySecondNs = startNs;
    }

    /** Asks for the end; a second time, for a quicker one. Any thread; the agent sees it at its next turn. */
    synchronized void requestStop() {
        stopRequests++;
    }

    /**
     * Whether every started node has ended and nothing of it is left, and every dynamic one has left or been given its
     * time. A run without nodes to start goes on until somebody stops it.
     */
    boolean finished() {
        boolean stopping = ladder.step() != Step.NONE;
        boolean givenUp = ladder.step().compareTo(Step.TERMINATE) >= 0;
        return started && (startedHaveEnded() || (stopping && nodes.finished())) && (givenUp || !dynamic.anyAttached());
    }

    private boolean startedHaveEnded() {
        return !nodes.all().isEmpty() && nodes.finished();
    }

    /** Whether every node has started that will. */
    boolean underWay() {
        return go;
    }

    /** Whether somebody has asked for the end. */
    boolean stopRequested() {
        return stopRequests > 0;
    }

    /** Why the run failed; empty when it did not. */
    String failure() {
        return failure;
    }

    /** How long it may wait for news when there is nothing to do; what is being killed sends none. */
    long patienceMs() {
        if (nodes.all().stream().anyMatch(NodeRun::dying)) {
            return KILLING_TICK_MS;
        }
        if (!go || parting() || dynamic.anyLost()) {
            return TICK_MS;
        }
        long now = world.nanoTime().getAsLong();
        long nextNs = Math.min(everySecondNs - now, stopAfterNs - (now - startNs));
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nextNs));
    }

    /**
     * Does what is to be done now, and then waits for news unless there was something, or nothing is left to wait for.
     *
     * @param news waits up to so many ms; woken when a process ends
     */
    void turn(LongToIntFunction news) {
        int work = doWork();
        if (!finished()) {
            var unused = news.applyAsInt(work == 0 ? patienceMs() : 0);
        }
    }

    /** Does what is to be done now; 0 when that was nothing. */
    int doWork() {
        long now = world.nanoTime().getAsLong();
        int work = 0;
        if (now - everySecondNs >= 0) {
            everySecondNs = now + SECOND_NS;
            tellWallClock();
            stallWatch.look();
        }
        if (!started) {
            started = true;
            spawnAll();
            all.ringAll(); // The first ring loads native code: better now, while the nodes start, than when they
            // wait for
            // GO.
            work++;
        }
        for (NodeRun node : nodes.all()) {
            work += look(node, now);
        }
        boolean parting = parting();
        for (DynamicNode node : dynamic.all()) {
            work += node.doWork(now, parting);
        }
        checkStartTimeout(now);
        work += openBarrier();
        work += stop(now);
        board.update(now);
        return work;
    }

    private void tellWallClock() {
        long offset = world.wallNs().getAsLong() - world.nanoTime().getAsLong();
        all.controls().forEach(control -> control.wallMinusMonotonicNs(offset));
    }

    private void spawnAll() {
        for (NodeRun node : nodes.all()) {
            try {
                Launch launch = new Launch(
                        node.id(),
                        commands.getOrDefault(node.id(), List.of()),
                        environment(node),
                        plan.dataflow().directory());
                node.spawned(world.processes().spawn(launch, line -> {
                    node.lastLines().accept(line);
                    world.lines().accept(line);
                }));
            } catch (ProcessException cannot) {
                node.spawnFailed(String.valueOf(cannot.getMessage()));
                fail(node);
            }
        }
    }

    private Map<String, String> environment(NodeRun node) {
        Map<String, String> environment = new HashMap<>(node.spec().env());
        environment.put("BOWSTRING_RUN_DIR", files.run().path().toString());
        environment.put("BOWSTRING_NODE", node.id());
        environment.put("BOWSTRING_INCARNATION", Long.toString(NodeRun.INCARNATION));
        environment.put("BOWSTRING_TOKEN", node.token());
        return environment;
    }

    private int look(NodeRun node, long now) {
        Progress progress = node.doWork(now);
        if (progress == Progress.WORKING) {
            return 0;
        }
        if (progress == Progress.DEAD) {
            deathPass.cleanUpAfter(node.id()); // Never after UNKILLABLE: what lives may still read. L6
        }
        if (progress == Progress.DEAD && !node.drained()) {
            world.notes()
                    .accept("node " + node.id()
                            + " has ended, but a process that has left its session holds its output:"
                            + " what it prints from now on is lost");
        }
        if (node.life() == NodeLife.FAILED) {
            fail(node);
        }
        return 1;
    }

    private void fail(NodeRun node) {
        String sentence = "node " + node.id() + " failed: " + node.cause();
        String lastLines = String.join("\n    ", node.lastLines().lines());
        world.notes().accept(lastLines.isEmpty() ? sentence : sentence + "; its last words:\n    " + lastLines);
        failure = failure.isEmpty() ? sentence : failure;
    }

    private void checkStartTimeout(long now) {
        if (now - startNs < plan.dataflow().startTimeout().toNanos()) {
            return;
        }
        List<NodeRun> missing = nodes.all().stream()
                .filter(node -> node.life() == NodeLife.STARTING)
                .toList();
        if (!missing.isEmpty() && failure.isEmpty()) {
            failure = "start_timeout: not ready after "
                    + plan.dataflow().startTimeout().toMillis() + " ms: "
                    + missing.stream().map(NodeRun::id).collect(Collectors.joining(", "));
            world.notes().accept(failure);
        }
        missing.forEach(node -> node.startTimedOut(now));
    }

    /** GO is said once for all, and never taken back. */
    private int openBarrier() {
        if (go || !nodes.all().stream().allMatch(NodeRun::passed)) {
            return 0;
        }
        go = true;
        all.controls().forEach(NodeControlWriter::go);
        all.ringAll();
        return 1;
    }

    /** Whether nobody is left to whom a dynamic node could be of use without a stop: see {@link RunPlan#independent}. */
    private boolean parting() {
        boolean alone = !independent.isEmpty() && independent.stream().allMatch(NodeRun::finished);
        return alone || startedHaveEnded() || ladder.step() != Step.NONE;
    }

    /** Whether the run is to end although nobody asks: for one thing when dynamic nodes alone keep it going. */
    private boolean isDue(long now) {
        boolean dynamicAlone = startedHaveEnded() && dynamic.anyAttached();
        return !failure.isEmpty() || now - startNs >= stopAfterNs || dynamicAlone || dynamic.anyOverdue();
    }

    private int stop(long now) {
        boolean changed = false;
        boolean asked = stopRequests > stopRequestsSeen;
        if (ladder.step() == Step.NONE && (asked || isDue(now))) {
            ladder.begin(now);
            changed = true;
        } else if (asked) {
            hurry(now);
            changed = true;
        } else {
            changed = ladder.advance(now);
        }
        stopRequestsSeen += asked ? 1 : 0;
        if (changed && !finished()) {
            enter(ladder.step(), now);
        }
        return changed ? 1 : 0;
    }

    private void hurry(long now) {
        ladder.hurry(now);
        world.notes().accept("asked again: " + (ladder.step() == Step.KILL ? "killing" : "terminating") + " all nodes");
    }

    private void enter(Step step, long now) {
        for (NodeRun node : nodes.all()) {
            switch (step) {
                case NONE -> throw new IllegalStateException("stop: step=NONE");
                case DRAIN -> node.requestStop(plan.isSource(node.id()));
                case STOP -> node.stopNow();
                case TERMINATE -> node.terminate();
                case KILL -> node.kill(now);
            }
        }
        tellDynamic(step);
    }

    /** Words, and no more: their processes are the user's. */
    private void tellDynamic(Step step) {
        for (DynamicNode node : dynamic.all()) {
            if (step == Step.DRAIN) {
                node.letNobodyIn();
            } else if (step == Step.STOP) {
                node.stopNow();
            }
        }
    }
}
