package dev.bowstring.runtime.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Outlives the supervisor for a moment, to kill what the kernel does not take along: the death signal of a node is not
 * inherited by what the node has started. It is a shell, the one program beside the JVM that is always there, in a session
 * of its own; it sleeps at a pipe whose other end the supervisor holds, and nobody else, so that its end is the
 * supervisor's, however that died. Who kills the warden gets another one.
 *
 * <p>Any thread may call it.
 */
final class Warden implements AutoCloseable {
    private static final String SHELL = "/bin/sh";
    private static final String NAME = "bowstring-warden";
    private static final String SCRIPT = script();
    private static final int MOST_RESTARTS = 8; // where no shell can live, the next run cleans up
    private static final long BYE_MS = 1_000;

    private final Path run;
    private final Set<Long> sessions = new LinkedHashSet<>();
    private @Nullable Process process;
    private int restarts;
    private boolean closed;

    /** @param run the directory of the run: what has it in its environment is killed, too */
    Warden(Path run) {
        this.run = run;
    }

    private static String script() {
        try (InputStream script = Warden.class.getResourceAsStream("warden.sh")) {
            return new String(Objects.requireNonNull(script, "warden.sh").readAllBytes(), US_ASCII);
        } catch (IOException broken) {
            throw new ProcessException("the program is not whole: warden.sh cannot be read", broken);
        }
    }

    /**
     * Starts it, if it is not there, before the first node: that may have started others by the time that takes. Where it
     * cannot be started, the next node that is tries again: a second line, for which no run is refused.
     */
    synchronized void start() {
        if (process != null || closed) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(
                        List.of(UtilLinux.find("setsid").toString(), SHELL, "-c", SCRIPT, NAME, run.toString()))
                .directory(new File("/"))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD);
        builder.environment().keySet().retainAll(Set.of("PATH")); // a run inside another one's node has its variables
        try {
            Process started = builder.start();
            process = started;
            sessions.forEach(session -> tell("watch " + session));
            var unused = started.onExit().thenRun(this::startAgain);
        } catch (IOException noMoreProcesses) {
            process = null;
        }
    }

    /** It is to kill this session as well, which is that of a node that has just been started. */
    synchronized void watch(long session) {
        start();
        sessions.add(session);
        tell("watch " + session);
    }

    private synchronized void startAgain() {
        process = null;
        if (restarts < MOST_RESTARTS) {
            restarts++;
            start();
        }
    }

    /** A session is proved empty: its number may be given to a stranger. */
    synchronized void forget(long session) {
        if (sessions.remove(session)) {
            tell("forget " + session);
        }
    }

    private void tell(String words) {
        Process told = process;
        if (told == null) {
            return;
        }
        try {
            OutputStream pipe = told.getOutputStream();
            pipe.write((words + "\n").getBytes(US_ASCII));
            pipe.flush();
        } catch (IOException gone) {
            // Somebody has killed it; the next one is told everything.
        }
    }

    /** Its present process, if it has one. */
    synchronized Optional<Process> process() {
        return Optional.ofNullable(process);
    }

    /** Sends it home: nobody is left to be killed. */
    @Override
    public void close() {
        sendHome();
        process().ifPresent(Warden::await);
    }

    private synchronized void sendHome() {
        closed = true;
        tell("bye");
    }

    private static void await(Process last) {
        try {
            if (!last.waitFor(BYE_MS, TimeUnit.MILLISECONDS)) {
                last.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt(); // It goes by itself.
        }
    }
}
