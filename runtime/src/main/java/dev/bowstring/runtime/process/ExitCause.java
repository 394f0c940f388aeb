package dev.bowstring.runtime.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Says in plain words why a process ended, and what helps. Pure, but for a look at the program's file. */
public final class ExitCause {
    /** What a shell shows for a death by SIGTERM, and what a JVM exits with after one. */
    public static final int TERMINATED = 128 + 15;

    /** What a shell shows for a death by SIGKILL. */
    public static final int KILLED = 128 + 9;

    private static final int SIGNAL = 128;
    private static final int LAST_SIGNAL = 64;
    private static final List<String> STARTERS = List.of("setsid", "setpriv", "taskset");

    private ExitCause() {}

    /** What the kernel has counted while the process ran. */
    enum Memory {
        /** It does not say. */
        UNKNOWN,
        /** It has killed no process for want of memory. */
        NOT_EXHAUSTED,
        /** It has killed some process for want of memory, on the machine. */
        EXHAUSTED_SOMEWHERE,
        /** It has killed a process for want of memory in the cgroup of the node. */
        EXHAUSTED_HERE
    }

    /**
     * What else is known.
     *
     * @param jvm whether the process was a JVM of the runtime's making
     * @param program the file that was started; empty if it is unknown
     * @param lastLines what it printed last
     */
    record Evidence(boolean jvm, String program, List<String> lastLines, Memory memory) {
        static final Evidence NONE = new Evidence(false, "", List.of(), Memory.UNKNOWN);
    }

    /** Such as {@code exit code 3} or {@code killed by signal 9 (out of memory?)}. */
    public static String describe(int exitCode) {
        return describe(exitCode, Evidence.NONE);
    }

    static String describe(int exitCode, Evidence evidence) {
        int signal = exitCode - SIGNAL;
        if (signal > 0 && signal <= LAST_SIGNAL) {
            return "killed by signal " + signal + meaning(signal, evidence);
        }
        return "exit code " + exitCode
                + notStarted(evidence)
                        .or(() -> evidence.jvm() ? JvmExit.explain(exitCode, evidence.lastLines()) : Optional.empty())
                        .or(() -> wrongFormat(exitCode, evidence))
                        .map(why -> ": " + why)
                        .orElse("");
    }

    /** The tools that start it say why they cannot. */
    private static Optional<String> notStarted(Evidence evidence) {
        for (String line : evidence.lastLines()) {
            for (String tool : STARTERS) {
                if (line.startsWith(tool + ": failed to ")) {
                    return Optional.of("it could not be started: " + line);
                }
            }
        }
        return Optional.empty();
    }

    /** What the kernel cannot run is given to the shell, whose complaints help nobody. */
    private static Optional<String> wrongFormat(int exitCode, Evidence evidence) {
        return exitCode == 0 || evidence.program().isEmpty()
                ? Optional.empty()
                : BinaryFormat.trouble(Path.of(evidence.program()), System.getProperty("os.arch"));
    }

    private static String meaning(int signal, Evidence evidence) {
        return switch (signal) {
            case 1 -> " (SIGHUP: hang-up)";
            case 2 -> " (SIGINT: interrupted)";
            case 3 -> " (SIGQUIT: quit)";
            case 4 -> " (SIGILL: illegal instruction)";
            case 5 -> " (SIGTRAP: trace trap)";
            case 6 ->
                " (SIGABRT: aborted; a JVM does so when it crashes, for example after a write into a received vector,"
                        + " whose memory is read-only)";
            case 7 -> " (SIGBUS: bus error; a mapped file was cut short, or its file system is full)";
            case 8 -> " (SIGFPE: arithmetic fault)";
            case 9 -> killed(evidence.memory());
            case 11 -> " (SIGSEGV: memory violation; a received vector is read-only)";
            case 13 -> " (SIGPIPE: broken pipe)";
            case 14 -> " (SIGALRM: alarm clock)";
            case 15 -> " (SIGTERM: terminated)";
            case 24 -> " (SIGXCPU: out of processor time; see `ulimit -t`)";
            case 25 -> " (SIGXFSZ: a file is too large; see `ulimit -f`)";
            case 31 -> " (SIGSYS: a system call that is forbidden here)";
            default -> otherName(signal);
        };
    }

    private static String otherName(int signal) {
        return switch (signal) {
            case 10 -> " (SIGUSR1)";
            case 12 -> " (SIGUSR2)";
            case 16 -> " (SIGSTKFLT)";
            case 26 -> " (SIGVTALRM)";
            case 27 -> " (SIGPROF)";
            case 29 -> " (SIGIO)";
            case 30 -> " (SIGPWR)";
            default -> "";
        };
    }

    private static String killed(Memory memory) {
        return switch (memory) {
            case UNKNOWN -> " (out of memory?)";
            case NOT_EXHAUSTED -> " (SIGKILL; not out of memory: the kernel has killed no process for that)";
            case EXHAUSTED_SOMEWHERE ->
                " (SIGKILL; out of memory? the kernel has killed a process for that meanwhile; see its log)";
            case EXHAUSTED_HERE ->
                " (SIGKILL: out of memory: the kernel has killed a process of this control group; raise its limit, or"
                        + " give nodes smaller heaps and arenas)";
        };
    }
}
