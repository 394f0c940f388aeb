package dev.bowstring.runtime.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program that works with journals to its end, on the terminal of this process. It is asked to end when this process
 * dies.
 */
public final class JournalTool {
    private final NodeJvm jvm;
    private final JournalLibraries libraries;
    private @Nullable Process process;
    private boolean ended;

    public JournalTool(NodeJvm jvm, JournalLibraries libraries) {
        this.jvm = jvm;
        this.libraries = libraries;
    }

    /**
     * Waits for its end.
     *
     * @return its exit code
     * @throws ProcessException if it cannot be started
     */
    public int run(String mainClass, List<String> arguments) {
        List<Path> classpath = new ArrayList<>(jvm.runtimeClasspath());
        classpath.addAll(libraries.classpath());
        NodeJvm.NodeJvmSettings settings = NodeJvm.NodeJvmSettings.PLAIN;
        List<String> command =
                new ArrayList<>(List.of(UtilLinux.find("setpriv").toString(), "--pdeathsig", "TERM", "--"));
        command.addAll(jvm.command(settings, classpath, List.of()));
        command.add(mainClass);
        command.addAll(arguments);
        try {
            Process started = start(command);
            try {
                return started.waitFor();
            } catch (InterruptedException interrupted) {
                started.destroy();
                Thread.currentThread().interrupt();
                throw new ProcessException("interrupted while " + mainClass + " ran");
            }
        } catch (IOException failure) {
            throw new ProcessException("cannot start " + command.get(0) + ": " + failure, failure);
        }
    }

    private synchronized Process start(List<String> command) throws IOException {
        Process started = new ProcessBuilder(command).inheritIO().start();
        process = started;
        if (ended) {
            started.destroy();
        }
        return started;
    }

    /** Asks the program to end, now or as soon as it has started. Any thread. */
    public synchronized void end() {
        ended = true;
        if (process != null) {
            process.destroy();
        }
    }
}
