package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.runtime.lifecycle.NodeEvent;
import dev.bowstring.runtime.lifecycle.NodeLife;
import dev.bowstring.runtime.logs.LastLines;
import dev.bowstring.runtime.process.Child;
import dev.bowstring.runtime.process.ExitCause;
import dev.bowstring.runtime.supervisor.SessionFence.Progress;
import dev.bowstring.transport.control.NodeControlWriter;
import dev.bowstring.transport.control.StopReason;
import dev.bowstring.transport.doorbell.Doorbell;
import org.jspecify.annotations.Nullable;

/** One node during a run: its life, its process, and the words through which it is told things. */
final class NodeRun {
    /** Nodes live once. */
    static final long INCARNATION = 1;

    static final int UNKNOWN_EXIT = -1;

    private final NodeSpec spec;
    private final String token;
    private final NodeControlWriter control;
    private final Doorbell doorbell;
    private final LastLines lastLines = new LastLines();

    private NodeLife life = NodeLife.DECLARED;
    private volatile @Nullable Child child;
    private @Nullable SessionFence fence;
    private boolean connected;
    private boolean left;
    private boolean asked;
    private boolean late;
    private boolean gone = true;
    private boolean drained = true;
    private int exitCode = UNKNOWN_EXIT;
    private String cause = "";

    NodeRun(NodeSpec spec, String token, NodeControlWriter control, Doorbell doorbell) {
        this.spec = spec;
        this.token = token;
        this.control = control;
        this.doorbell = doorbell;
    }

    String id() {
        return spec.id();
    }

    NodeSpec spec() {
        return spec;
    }

    String token() {
        return token;
    }

    NodeLife life() {
        return life;
    }

    NodeControlWriter control() {
        return control;
    }

    Doorbell doorbell() {
        return doorbell;
    }

    LastLines lastLines() {
        return lastLines;
    }

    /** Whether it has ended for good and no process of it is left. */
    boolean finished() {
        return life.ended() && gone;
    }

    /** Whether the barrier no longer waits for it: once it has to end, those that drain must not wait for it either. */
    boolean passed() {
        return life == NodeLife.RUNNING || life == NodeLife.STOPPING || life.ended() || !RunPlan.connects(spec);
    }

    /** Whether its session is being killed. */
    boolean dying() {
        return fence != null && !gone;
    }

    /** Whether all it printed had been handed on when it ended. */
    boolean drained() {
        return drained;
    }

    boolean connected() {
        return connected;
    }

    /** Why it ended, in plain words; empty if it ended as it should. */
    String cause() {
        return cause;
    }

    /** The exit code, -1 if it has none. */
    int exitCode() {
        return exitCode;
    }

    void spawned(Child process) {
        child = process;
        gone = false;
        life = life.on(NodeEvent.SPAWNED);
        if (!RunPlan.connects(spec)) {
            life = life.on(NodeEvent.READY);
        }
    }

    void spawnFailed(String why) {
        cause = why;
        life = life.on(NodeEvent.SPAWN_FAILED);
    }

    void hello() {
        connected = true;
    }

    /** Its connection is over: it reads its words no more, though its process may run on. */
    void left() {
        left = true;
    }

    /** Takes note that its ports are open; a node may say so twice, or too late. */
    void ready() {
        if (life == NodeLife.STARTING || life == NodeLife.STOPPING) {
            life = life.on(NodeEvent.READY);
        }
    }

    void startTimedOut(long nowNs) {
        cause = connected ? "not ready in time" : "did not connect in time";
        life = life.on(NodeEvent.START_TIMED_OUT);
        kill(nowNs);
    }

    /** Asks it to end: by its control words if it reads them, else by SIGTERM. */
    void requestStop(boolean source) {
        if (life.ended()) {
            return;
        }
        life = life.on(NodeEvent.STOP_REQUESTED);
        if (source) {
            control.stop(StopReason.REQUESTED);
        } else {
            control.draining();
        }
        doorbell.ring();
        Child process = child;
        if ((!connected || left) && process != null) {
            asked = true;
            process.terminate();
        }
    }

    /** Ends its waits. */
    void stopNow() {
        if (!life.ended()) {
            control.stop(StopReason.GRACE_EXPIRED);
            doorbell.ring();
        }
    }

    void terminate() {
        Child process = child;
        if (!life.ended() && process != null && lives(process)) {
            late = true;
            process.terminate();
        }
    }

    void kill(long nowNs) {
        Child process = child;
        if (process != null && !gone && lives(process)) {
            late = true;
            fence = new SessionFence(process, nowNs);
        }
    }

    /** Not once it has ended: what it left behind, or a pipe that still drains, does not make it late. */
    private boolean lives(Child process) {
        return fence == null && process.exitCode().isEmpty();
    }

    /** Kills what there is of it, whatever its state. Any thread, may be repeated; returns how many processes lived. */
    int killNow() {
        Child process = child;
        return process == null ? 0 : process.killSession();
    }

    /**
     * Looks at the process.
     *
     * @return what has become of it; WORKING while there is nothing to do
     */
    Progress doWork(long nowNs) {
        Child process = child;
        if (process == null || gone) {
            return Progress.WORKING;
        }
        if (fence == null && process.exitCode().isPresent()) {
            fence = new SessionFence(process, nowNs);
        }
        Progress progress = fence == null ? Progress.WORKING : fence.step(nowNs);
        if (progress != Progress.WORKING) {
            end(process, progress);
        }
        return progress;
    }

    private void end(Child process, Progress progress) {
        gone = true;
        if (progress == Progress.DEAD) {
            child = null; // Nobody may kill by its number any more: the kernel gives it to a stranger.
        }
        exitCode = process.exitCode().orElse(UNKNOWN_EXIT);
        drained = process.drained();
        boolean well =
                progress == Progress.DEAD && !late && (exitCode == 0 || (asked && exitCode == ExitCause.TERMINATED));
        if (!well && cause.isEmpty()) {
            cause = ending(process, progress);
        }
        life = life.on(well ? NodeEvent.EXITED_OK : NodeEvent.EXITED_BADLY);
    }

    private String ending(Child process, Progress progress) {
        String how = progress == Progress.UNKILLABLE
                ? "its session " + process.pid() + " cannot be killed"
                : process.exitCause();
        return late ? "did not stop in time: " + how : how;
    }
}
