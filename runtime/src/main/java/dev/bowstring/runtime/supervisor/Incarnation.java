package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.lifecycle.Exit;
import dev.bowstring.runtime.logs.LastLines;
import dev.bowstring.runtime.process.Child;
import dev.bowstring.runtime.process.ExitCause;
import dev.bowstring.runtime.supervisor.SessionFence.Progress;
import org.jspecify.annotations.Nullable;

/** One life of a node: its process, what is known of it, and how it ends. */
final class Incarnation {
    static final int UNKNOWN_EXIT = -1;

    private final long number;
    private final String token = Token.random();
    private final LastLines lastLines = new LastLines();
    private volatile @Nullable Child child;
    private @Nullable SessionFence fence;
    private boolean gone = true;
    private boolean connected;
    private boolean left;
    private boolean asked;
    private boolean drained = true;
    private long startedNs;
    private long readyNs;
    private boolean ready;
    private int exitCode = UNKNOWN_EXIT;
    private boolean well;
    private String verdict = "";
    private String cause = "";

    /** @param number 1 for the first life of the node */
    Incarnation(long number) {
        this.number = number;
    }

    long number() {
        return number;
    }

    /** What its process, and no other, shows when it connects. */
    String token() {
        return token;
    }

    /** Its process; 0 if there is none. */
    long pid() {
        Child process = child;
        return process == null || gone ? 0 : process.pid();
    }

    LastLines lastLines() {
        return lastLines;
    }

    void spawned(Child process, long nowNs) {
        child = process;
        gone = false;
        startedNs = nowNs;
    }

    void spawnFailed(String why) {
        cause = why;
    }

    void hello() {
        connected = true;
    }

    boolean connected() {
        return connected;
    }

    /** Its connection is over: it reads its words no more, though its process may run on. */
    void left() {
        left = true;
    }

    boolean hasLeft() {
        return left;
    }

    void ready(long nowNs) {
        ready = true;
        readyNs = nowNs;
    }

    long startedNs() {
        return startedNs;
    }

    /** When it got ready, if it has. */
    long readyNs() {
        return readyNs;
    }

    /** Whether nothing is left of it. */
    boolean gone() {
        return gone;
    }

    /** Whether its session is being killed. */
    boolean dying() {
        return fence != null && !gone;
    }

    /** Whether all it printed had been handed on when it ended. */
    boolean drained() {
        return drained;
    }

    int exitCode() {
        return exitCode;
    }

    /** Why it ended, in plain words; empty if it ended as it should. */
    String cause() {
        return cause;
    }

    /** A polite request to a process that reads no words; to end by it is to end well. */
    void terminateIfDeaf() {
        Child process = child;
        if ((!connected || left) && process != null) {
            asked = true;
            process.terminate();
        }
    }

    /** Ends it with SIGTERM because it has not ended in time. */
    void terminate(String why) {
        Child process = child;
        if (process != null && lives(process)) {
            condemn(why);
            process.terminate();
        }
    }

    /** Kills it with all it has started; false if that was not to be done. */
    boolean kill(String why, long nowNs) {
        Child process = child;
        if (process == null || gone || !lives(process)) {
            return false;
        }
        condemn(why);
        fence = new SessionFence(process, nowNs);
        return true;
    }

    private void condemn(String why) {
        verdict = verdict.isEmpty() ? why : verdict;
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
        boolean asAsked = asked && exitCode == ExitCause.TERMINATED;
        well = progress == Progress.DEAD && verdict.isEmpty() && (exitCode == 0 || asAsked);
        if (!well) {
            cause = ending(process, progress);
        }
    }

    private String ending(Child process, Progress progress) {
        boolean killedByUs = !verdict.isEmpty() && exitCode == ExitCause.KILLED;
        String how = progress == Progress.UNKILLABLE
                ? "its session " + process.pid() + " cannot be killed"
                : killedByUs ? "killed by signal 9, by the runtime" : process.exitCause();
        return verdict.isEmpty() ? how : verdict + ": " + how;
    }

    /** How it has ended, once nothing is left of it. */
    Exit exit(long nowNs, boolean inputsOver) {
        return new Exit(well, ready ? Math.max(0, nowNs - readyNs) : Exit.NEVER_READY, inputsOver);
    }
}
