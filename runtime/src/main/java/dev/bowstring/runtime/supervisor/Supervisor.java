package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.OnFailure;
import dev.bowstring.runtime.lifecycle.NodeLife;
import dev.bowstring.runtime.supervisor.StopLadder.Step;
import dev.bowstring.transport.control.NodeControlWriter;
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
    private final List<NodeRun> workers;
    private final Surroundings world;
    private final Lives lives;
    private final StallWatch stallWatch;
    private final StallDeadlines stalls;
    private final StatusBoard board;
    private final StopLadder ladder;
    private final long startNs;
    private final long stopAfterNs;

    private volatile int stopRequests;
    private int stopRequestsSeen;
    private long everySecondNs;
    private boolean started;
    private boolean go;
    private boolean startIsOver;
    private boolean failedForAll;
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
        this.all = all;
        this.nodes = all.started();
        this.dynamic = all.dynamic();
        this.independent = nodes.among(plan.independent());
        this.workers = plan.dataflow().exitWhenNodesFinish() ? nodes.among(plan.workers()) : List.of();
        this.ladder = new StopLadder(plan.dataflow().grace());
        this.world = world;
        this.stopAfterNs = stopAfterNs;
        DeathPass deathPass = new DeathPass(plan, files);
        NodeStarter starter = new NodeStarter(plan, files, commands, deathPass, world);
        this.lives = new Lives(nodes, files, starter, deathPass, world, this::failed);
        this.board = new StatusBoard(all);
        this.stallWatch = new StallWatch(files.outputs(), world.notes());
        this.startNs = world.nanoTime().getAsLong();
        this.stalls = new StallDeadlines(files, nodes, world.notes());
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
        long nextNs = Math.min(Math.min(everySecondNs - now, stopAfterNs - (now - startNs)), stalls.untilNextNs(now));
        return Math.max(
                1,
                toMillisUp(Math.min(
                        nextNs,
                        lives.untilNextNs(now, plan.dataflow().startTimeout().toNanos()))));
    }

    /** Up, so that what is waited for is due then. */
    private static long toMillisUp(long ns) {
        return TimeUnit.NANOSECONDS.toMillis(ns) + 1;
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
            lives.begin(now);
            all.ringAll(); // The first ring loads native code: better now, while the nodes start, than when they wait.
            work++;
        }
        work += lives.look(now);
        boolean parting = parting();
        for (DynamicNode node : dynamic.all()) {
            work += node.doWork(now, parting);
        }
        work += checkStartTimeout(now);
        work += lives.checkHealth(now);
        work += stalls.look(now);
        work += openBarrier(now);
        work += stop(now);
        work += lives.restart(now); // behind the stop, which calls off what is due
        board.update(now);
        return work;
    }

    private void tellWallClock() {
        long offset = world.wallNs().getAsLong() - world.nanoTime().getAsLong();
        all.controls().forEach(control -> control.wallMinusMonotonicNs(offset));
    }

    private void failed(NodeRun node) {
        boolean forAll = isNeeded(node);
        String sentence = "node " + node.id() + " failed: " + node.cause();
        world.notes()
                .accept(node.lastLines()
                        .after(forAll ? sentence : sentence + "; the others go on (on_failure: isolate)"));
        failure = failure.isEmpty() ? sentence : failure;
        failedForAll |= forAll;
    }

    private static boolean isNeeded(NodeRun node) {
        return node.spec().restart().onFailure() == OnFailure.STOP;
    }

    /**
     * At the start nobody may take longer than all together; later each life has as long for itself, also where GO waits for a
     * node that is being debugged.
     */
    private int checkStartTimeout(long now) {
        long timeoutNs = plan.dataflow().startTimeout().toNanos();
        if (go || startIsOver) {
            return nodes.all().stream()
                    .mapToInt(node -> node.killIfNotReady(now, timeoutNs))
                    .sum();
        }
        if (now - startNs >= timeoutNs) {
            startIsOver = true;
            failMissing(now);
        }
        return 0;
    }

    private void failMissing(long now) {
        List<NodeRun> missing = nodes.all().stream()
                .filter(node -> !node.passed() && !node.spec().debug().on())
                .toList();
        if (!missing.isEmpty() && failure.isEmpty()) {
            failure = "start_timeout: not ready after "
                    + plan.dataflow().startTimeout().toMillis() + " ms: "
                    + missing.stream().map(NodeRun::id).collect(Collectors.joining(", "));
            world.notes().accept(failure);
        }
        for (NodeRun node : missing) {
            boolean backingOff = node.life() == NodeLife.BACKING_OFF;
            node.startTimedOut(now);
            failedForAll |= isNeeded(node);
            if (backingOff) {
                lives.endWithoutProcess(node);
            }
        }
    }

    /** GO is said once for all, and never taken back. */
    private int openBarrier(long now) {
        if (go || !nodes.all().stream().allMatch(NodeRun::passed)) {
            return 0;
        }
        go = true;
        stalls.begin(now);
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
        return failedForAll
                || now - startNs >= stopAfterNs
                || dynamicAlone
                || dynamic.anyOverdue()
                || (!workers.isEmpty() && workers.stream().allMatch(NodeRun::finished));
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
                case DRAIN -> askToStop(node);
                case STOP -> node.stopNow();
                case TERMINATE -> node.terminate();
                case KILL -> node.kill(now);
            }
        }
        tellDynamic(step);
    }

    private void askToStop(NodeRun node) {
        boolean backingOff = node.life() == NodeLife.BACKING_OFF;
        node.requestStop(plan.isSource(node.id()));
        if (backingOff) {
            lives.endWithoutProcess(node);
        }
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
