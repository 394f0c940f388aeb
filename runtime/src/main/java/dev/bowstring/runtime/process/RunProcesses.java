package dev.bowstring.runtime.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is left of a run whose supervisor is dead. A process belongs to it if the environment it was started with names
 * the directory of the run: the kernel shows that of one's own processes only.
 */
public final class RunProcesses {
    private static final File PROC = new File("/proc");
    private static final String VARIABLE = "BOWSTRING_RUN_DIR=";
    private static final String UID = "unix:uid";

    private final Path directory;
    private final Object uid;
    private final long self = ProcessHandle.current().pid();

    /** @param directory the directory of the run, which is still there */
    public RunProcesses(Path directory) throws IOException {
        this.directory = directory;
        this.uid = Files.getAttribute(Path.of("/proc/self"), UID);
    }

    /**
     * Sends SIGKILL to all that live. To be repeated until it returns nothing, since a process that is being killed may
     * start another one first.
     *
     * @return their numbers
     */
    public List<Long> kill() {
        List<Long> living = new ArrayList<>();
        String[] names = PROC.list();
        for (String name : names == null ? new String[0] : names) {
            if (Character.isDigit(name.charAt(0)) && kill(Long.parseLong(name))) {
                living.add(Long.parseLong(name));
            }
        }
        return living;
    }

    private boolean kill(long pid) {
        if (pid == self || !belongs(pid)) {
            return false;
        }
        // The handle remembers the start time of the process, the second look its environment: a process that has taken
        // over the number in the meantime is not killed.
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(handle -> belongs(pid));
        process.ifPresent(ProcessHandle::destroyForcibly);
        return process.isPresent();
    }

    /** A zombie has no environment any more, and needs no killing. */
    private boolean belongs(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            String environment = Files.readString(process.resolve("environ"), ISO_8859_1);
            for (String variable : environment.split("\0", -1)) {
                if (variable.startsWith(VARIABLE)) {
                    return names(variable.substring(VARIABLE.length()))
                            && Files.getAttribute(process, UID).equals(uid);
                }
            }
            return false;
        } catch (IOException notOurs) {
            return false; // It has ended, or is another user's.
        }
    }

    /** The directory may have been named in another way, through a link perhaps. */
    private boolean names(String value) throws IOException {
        Path named = Path.of(new String(value.getBytes(ISO_8859_1), UTF_8));
        return named.equals(directory)
                || (named.endsWith(directory.getFileName()) && Files.isSameFile(named, directory));
    }
}
