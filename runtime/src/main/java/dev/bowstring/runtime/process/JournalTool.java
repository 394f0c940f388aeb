package dev.bowstring.runtime.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a program that works with journals to its end, on the terminal of this process. */
public final class JournalTool {
    private final NodeJvm jvm;
    private final JournalLibraries libraries;

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
        List<String> command = jvm.command(settings, classpath, List.of());
        command.add(mainClass);
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            try {
                return process.waitFor();
            } catch (InterruptedException interrupted) {
                process.destroy();
                Thread.currentThread().interrupt();
                throw new ProcessException("interrupted while " + mainClass + " ran");
            }
        } catch (IOException failure) {
            throw new ProcessException("cannot start " + command.get(0) + ": " + failure, failure);
        }
    }
}
