package dev.bowstring.runtime.process;

/** Says in plain words why a process ended. */
public final class ExitCause {
    /** What a shell shows for a death by SIGTERM, and what a JVM exits with after one. */
    public static final int TERMINATED = 128 + 15;

    /** The exit code of a process that SIGKILL has ended. */
    public static final int KILLED = 128 + 9;

    private static final int SIGNAL = 128;
    private static final int LAST_SIGNAL = 64;

    private ExitCause() {}

    /** Such as {@code exit code 3} or {@code killed by signal 9 (out of memory?)}. */
    public static String describe(int exitCode) {
        int signal = exitCode - SIGNAL;
        if (signal <= 0 || signal > LAST_SIGNAL) {
            return "exit code " + exitCode;
        }
        return "killed by signal " + signal + meaning(signal);
    }

    private static String meaning(int signal) {
        return switch (signal) {
            case 1 -> " (hang-up)";
            case 2 -> " (interrupted)";
            case 4 -> " (illegal instruction)";
            case 6 ->
                " (aborted; a JVM does so when it crashes, for example after a write into a received vector,"
                        + " whose memory is read-only)";
            case 7 -> " (bus error)";
            case 9 -> " (out of memory?)";
            case 11 -> " (memory violation; a received vector is read-only)";
            case 13 -> " (broken pipe)";
            case 15 -> " (terminated)";
            default -> "";
        };
    }
}
