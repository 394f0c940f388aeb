package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.HealthSpec;
import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.runtime.lifecycle.Exit;
import dev.bowstring.runtime.lifecycle.HealthCheck;
import dev.bowstring.runtime.lifecycle.NodeEvent;
import dev.bowstring.runtime.lifecycle.NodeLife;
import dev.bowstring.runtime.lifecycle.RestartHistory;
import dev.bowstring.runtime.lifecycle.Verdict;
import dev.bowstring.runtime.logs.LastLines;
import dev.bowstring.runtime.process.Child;
import dev.bowstring.runtime.supervisor.SessionFence.Progress;
import dev.bowstring.transport.control.NodeControlWriter;
import dev.bowstring.transport.control.StopReason;
import dev.bowstring.transport.doorbell.Doorbell;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One node during a run: its life, its processes one after the other, and the words through which it is told things. */
final class NodeRun {
    private static final String LATE = "did not stop in time";

    private final NodeSpec spec;
    private final NodeControlWriter control;
    private final Doorbell doorbell;
    private final RestartHistory history;

    private NodeLife life = NodeLife.DECLARED;
    private volatile Incarnation now = new Incarnation(1);
    private long restartNs;
    private Optional<HealthCheck> health = Optional.empty();
    private String cause = "";

    NodeRun(NodeSpec spec, NodeControlWriter control, Doorbell doorbell) {
        this.spec = spec;
        this.control = control;
        this.doorbell = doorbell;
        this.history = new RestartHistory(spec.restart().rules());
    }

    String id() {
        return spec.id();
    }

    NodeSpec spec() {
        return spec;
    }

    /** Its present life; the last one, when it is over. */
    long incarnation() {
        return now.number();
    }

    /** What the process of its present life shows when it connects. */
    String token() {
        return now.token();
    }

    NodeLife life() {
        return life;
    }

    /** Its process; 0 if there is none. */
    long pid() {
        return now.pid();
    }

    NodeControlWriter control() {
        return control;
    }

    Doorbell doorbell() {
        return doorbell;
    }

    /** What its present life printed last. */
    LastLines lastLines() {
        return now.lastLines();
    }

    /** Whether it has ended for good and no process of it is left. */
    boolean finished() {
        return life.ended() && now.gone();
    }

    /** Whether the barrier no longer waits for it: once it has to end, those that drain must not wait for it either. */
    boolean passed() {
        return life == NodeLife.RUNNING || life == NodeLife.STOPPING || life.ended() || !RunPlan.connects(spec);
    }

    /** Whether its session is being killed. */
    boolean dying() {
        return now.dying();
    }

    /** Whether all it printed had been handed on when it ended. */
    boolean drained() {
        return now.drained();
    }

    boolean connected() {
        return now.connected();
    }

    /** Whether its process has been started, and is not known to have ended. */
    boolean hasProcess() {
        return life == NodeLife.STARTING || life == NodeLife.RUNNING || life == NodeLife.STOPPING;
    }

    /** Why its last process ended, in plain words; empty if it ended as it should. */
    String cause() {
        return cause;
    }

    /** The exit code, -1 if it has none. */
    int exitCode() {
        return now.exitCode();
    }

    /** How long until its present process has to be ready, if it is {@link NodeLife#STARTING}. */
    long untilReadyNs(long nowNs, long timeoutNs) {
        return spec.debug().on() ? Long.MAX_VALUE : now.startedNs() + timeoutNs - nowNs;
    }

    /** When it is to be started again, if it is {@link NodeLife#BACKING_OFF}. */
    long restartNs() {
        return restartNs;
    }

    /** Begins a life that has no process yet; the one before is proved dead. */
    void begin() {
        if (life == NodeLife.BACKING_OFF) {
            now = new Incarnation(now.number() + 1);
        }
        control.begin(now.number());
    }

    void spawned(Child process, long nowNs) {
        now.spawned(process, nowNs);
        life = life.on(NodeEvent.SPAWNED);
        if (!RunPlan.connects(spec)) {
            ready(nowNs);
        }
    }

    void spawnFailed(String why) {
        now.spawnFailed(why);
        cause = why;
        life = life.on(NodeEvent.SPAWN_FAILED);
    }

    void hello() {
        now.hello();
    }

    /** Its connection is over: it reads its words no more, though its process may run on. */
    void left() {
        now.left();
    }

    /** Takes note that its ports are open; a node may say so twice, or too late. */
    void ready(long nowNs) {
        if (life == NodeLife.STARTING || life == NodeLife.STOPPING) {
            life = life.on(NodeEvent.READY);
            now.ready(nowNs);
            watchHealth(nowNs);
        }
    }

    /** The start of the dataflow has taken too long, and this node is not ready: it has failed for good. */
    void startTimedOut(long nowNs) {
        cause = notReady();
        life = life.on(NodeEvent.START_TIMED_OUT);
        now.kill(cause, nowNs);
    }

    /** Ends a life that has not got ready in time; its rules say what comes then. */
    int killIfNotReady(long nowNs, long timeoutNs) {
        boolean late = life == NodeLife.STARTING && !spec.debug().on() && nowNs - now.startedNs() >= timeoutNs;
        return late && now.kill(notReady(), nowNs) ? 1 : 0;
    }

    private void watchHealth(long nowNs) {
        long timeoutNs = spec.health().timeoutNs();
        health = timeoutNs == HealthSpec.NEVER
                ? Optional.empty()
                : Optional.of(new HealthCheck(timeoutNs, doorbell.progressSoFar(), nowNs));
    }

    /** Ends a life that has got stuck; its rules say what comes then. Not while it stops: the ladder sees to that. */
    int killIfStuck(long nowNs) {
        boolean stuck = life == NodeLife.RUNNING
                && health.isPresent()
                && health.get().failed(doorbell.progressSoFar(), doorbell.someoneSleeps() || now.hasLeft(), nowNs);
        String why = "got stuck: it has neither asked for events nor sent anything for "
                + TimeUnit.NANOSECONDS.toMillis(spec.health().timeoutNs()) + " ms (health_check_timeout)";
        return stuck && now.kill(why, nowNs) ? 1 : 0;
    }

    /** Ends a life that holds up others; its rules say what comes then. Nothing while it is to end in any case. */
    int killAsStalled(String why, long nowNs) {
        return life == NodeLife.RUNNING && now.kill(why, nowNs) ? 1 : 0;
    }

    /** For how long its present life has been running; 0 if it is not. */
    long runsForNs(long nowNs) {
        return life == NodeLife.RUNNING ? nowNs - now.readyNs() : 0;
    }

    /** How long until it is to be looked at again; {@link Long#MAX_VALUE} for ever. */
    long untilLookNs(long nowNs) {
        return life == NodeLife.RUNNING
                ? health.map(check -> check.untilNextNs(nowNs)).orElse(Long.MAX_VALUE)
                : Long.MAX_VALUE;
    }

    private String notReady() {
        return now.connected() ? "not ready in time" : "did not connect in time";
    }

    /** Asks it to end: by its control words if it reads them, else by SIGTERM. A restart that is due is called off. */
    void requestStop(boolean source) {
        if (life.ended()) {
            return;
        }
        life = life.on(NodeEvent.STOP_REQUESTED);
        if (life.ended()) {
            cause = ""; // that it had crashed was dealt with, but for the restart
            return;
        }
        if (source) {
            control.stop(StopReason.REQUESTED);
        } else {
            control.draining();
        }
        doorbell.ring();
        now.terminateIfDeaf();
    }

    /** Ends its waits. */
    void stopNow() {
        if (!life.ended()) {
            control.stop(StopReason.GRACE_EXPIRED);
            doorbell.ring();
        }
    }

    void terminate() {
        if (!life.ended()) {
            now.terminate(LATE);
        }
    }

    void kill(long nowNs) {
        now.kill(LATE, nowNs);
    }

    /** Kills what there is of it, whatever its state. Any thread, may be repeated; returns how many processes lived. */
    int killNow() {
        return now.killNow();
    }

    /**
     * Looks at the process.
     *
     * @return what has become of it; its {@link #end} is to follow unless that is WORKING
     */
    Progress doWork(long nowNs) {
        return now.doWork(nowNs);
    }

    /**
     * Takes note that the process is gone, and decides what becomes of the node.
     *
     * @param proved whether nothing of it is left for certain; else it is never started again
     * @param inputsOver whether it has inputs that count, and all of them have closed
     * @param chance from 0 to less than 1
     */
    Verdict end(boolean proved, boolean inputsOver, long nowNs, double chance) {
        Exit exit = now.exit(nowNs, inputsOver);
        boolean mayRestart = proved && (life == NodeLife.STARTING || life == NodeLife.RUNNING);
        Verdict verdict = mayRestart ? history.after(exit, nowNs, chance) : new Verdict.Final();
        cause = life == NodeLife.FAILED ? cause : now.cause();
        if (verdict instanceof Verdict.Restart restart) {
            restartNs = nowNs + restart.delayNs();
            life = life.on(NodeEvent.EXITED_FOR_RESTART);
            return verdict;
        }
        if (verdict instanceof Verdict.GivenUp given) {
            cause = (cause.isEmpty() ? "has ended" : cause) + ", after " + given.restarts()
                    + " restarts, which is all its `max_restarts` allows";
            life = life.on(NodeEvent.EXITED_BADLY);
            return verdict;
        }
        life = life.on(exit.well() ? NodeEvent.EXITED_OK : NodeEvent.EXITED_BADLY);
        return verdict;
    }
}
