package dev.bowstring.benchmarks.latency;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts the processes of a measurement and waits for them. */
final class Processes {
    private static final long PATIENCE_MINUTES = 5;
    private static final List<String> FLAGS = List.of(
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-XX:+UseSerialGC");

    private Processes() {}

    /** A JVM like this one on this jar's classes. */
    static Process java(Class<?> main, List<String> arguments) {
        List<String> command = jvm();
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return start(command);
    }

    /** A JVM like this one on an executable jar. */
    static Process jar(Path jar, List<String> arguments) {
        List<String> command = jvm();
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(arguments);
        return start(command);
    }

    private static List<String> jvm() {
        return new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    }

    private static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command).inheritIO().start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits until a process has ended well. */
    static void await(Process process) {
        try {
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running after minutes: process=" + process.info());
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException("failed: exit=" + process.exitValue() + " process=" + process.info());
        }
    }
}
