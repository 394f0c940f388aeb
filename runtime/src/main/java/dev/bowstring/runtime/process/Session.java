package dev.bowstring.runtime.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The processes of a session, as {@code /proc} shows them. A session outlives its leader, so this finds grandchildren
 * whose parents are gone; zombies do not count, they are dead.
 */
final class Session {
    private static final File PROC = new File("/proc");
    private static final int STATE = 0;
    private static final int SESSION = 3;

    private Session() {}

    /** Sends SIGKILL to all that live in a session; returns how many there were. */
    static int kill(long session) {
        List<Long> living = living(session);
        for (long pid : living) {
            // The handle remembers the start time of the process, the second look its session: a process that has
            // taken over the number in the meantime is not killed.
            ProcessHandle.of(pid).filter(handle -> livesIn(session, pid)).ifPresent(ProcessHandle::destroyForcibly);
        }
        return living.size();
    }

    /**
     * The same where the process that opened it has been waited for: a leader of that number is a stranger, since the kernel
     * gives a number away again only once nobody of its session is left. Looked for behind each look at the others, too: the
     * stranger may open its session at any time.
     */
    static int killRest(long session) {
        List<Long> living = living(session);
        if (hasLeader(session)) {
            return 0;
        }
        for (long pid : living) {
            ProcessHandle.of(pid)
                    .filter(handle -> livesIn(session, pid) && !hasLeader(session))
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
        return living.size();
    }

    static List<Long> living(long session) {
        List<Long> living = new ArrayList<>();
        String[] names = PROC.list();
        for (String name : names == null ? new String[0] : names) {
            if (Character.isDigit(name.charAt(0)) && livesIn(session, Long.parseLong(name))) {
                living.add(Long.parseLong(name));
            }
        }
        return living;
    }

    /** Whether the process that opened it is there, if only as a zombie. */
    static boolean hasLeader(long session) {
        String[] fields = statFields(session);
        return fields.length > SESSION && fields[SESSION].equals(Long.toString(session));
    }

    private static boolean livesIn(long session, long pid) {
        String[] fields = statFields(pid);
        if (fields.length <= SESSION || !fields[SESSION].equals(Long.toString(session))) {
            return false;
        }
        return !fields[STATE].equals("Z") && !fields[STATE].equals("X");
    }

    /** The fields behind the name of the program, which may itself contain anything; none if the process is gone. */
    private static String[] statFields(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), ISO_8859_1);
            return stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", SESSION + 2);
        } catch (IOException gone) {
            return new String[0]; // A process may end between the listing and the look at it.
        }
    }
}
