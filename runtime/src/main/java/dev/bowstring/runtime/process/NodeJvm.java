package dev.bowstring.runtime.process;

import dev.bowstring.runtime.descriptor.DebugSpec;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a node that is a JVM is started: the one place that knows its flags.
 *
 * <p>The same flags serve JDK 17 and later ones. A test compares them with the manifest of the runtime jar and with those
 * the tests run under.
 */
public final class NodeJvm {
    /** Packages that Agrona and Chronicle reach into. */
    static final List<String> ADD_EXPORTS = List.of("java.base/jdk.internal.misc", "java.base/jdk.internal.ref");

    /** Packages that Arrow and Chronicle look into. */
    static final List<String> ADD_OPENS =
            List.of("java.base/java.nio", "java.base/java.lang.reflect", "java.base/sun.nio.ch");

    /** What later JDKs want to be told; an older one ignores what it does not know. */
    static final List<String> NATIVE_ACCESS = List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED");

    /** Before the name of a file for the report of a crash, in which {@code %p} stands for the process. */
    static final String ERROR_FILE = "-XX:ErrorFile=";

    /** On this machine alone; the JVM says on stdout which port it is. */
    private static final String DEBUGGER = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:";

    private final Path java;
    private final List<Path> runtimeClasspath;

    /**
     * @param jdk the home of the JDK that runs nodes
     * @param runtimeClasspath where this program's own classes are, the SDK among them
     */
    public NodeJvm(Path jdk, List<Path> runtimeClasspath) {
        this.java = jdk.resolve("bin").resolve("java");
        this.runtimeClasspath = List.copyOf(runtimeClasspath);
    }

    /** The JDK that runs this process, with the classes of this process. */
    public static NodeJvm ofThisProcess() {
        return new NodeJvm(Path.of(System.getProperty("java.home")), ownClasspath());
    }

    private static List<Path> ownClasspath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().normalize())
                .filter(Files::exists)
                .toList();
    }

    /** The classes of the runtime, put before those of a node. */
    public List<Path> runtimeClasspath() {
        return runtimeClasspath;
    }

    /**
     * The beginning of a command line; the main class and its arguments follow.
     *
     * @param options of the user; they come last, so that they win
     */
    List<String> command(NodeJvmSettings settings, List<Path> classpath, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(accessFlags());
        if (options.stream().noneMatch(NodeJvm::choosesCollector)) {
            command.add("-XX:+UseSerialGC"); // Least memory and threads; nothing is allocated per message anyway.
        }
        command.add("-XX:-UsePerfData"); // Its file in /tmp would outlive a JVM that is killed.
        if (options.stream().noneMatch(NodeJvm::choosesWhatExhaustionDoes)) {
            command.add("-XX:+ExitOnOutOfMemoryError"); // A node half alive helps nobody; the cause is told instead.
        }
        settings.errorFile().ifPresent(file -> command.add(ERROR_FILE + file));
        settings.archive().ifPresent(archive -> command.addAll(archiveFlags(archive)));
        settings.debug().port().ifPresent(port -> command.add(DEBUGGER + port));
        command.addAll(options);
        command.add("-cp");
        command.add(joined(classpath));
        return command;
    }

    /** Without these a node JVM cannot use shared memory. */
    static List<String> accessFlags() {
        List<String> flags = new ArrayList<>();
        ADD_EXPORTS.forEach(target -> flags.add("--add-exports=" + target + "=ALL-UNNAMED"));
        ADD_OPENS.forEach(target -> flags.add("--add-opens=" + target + "=ALL-UNNAMED"));
        flags.addAll(NATIVE_ACCESS);
        return flags;
    }

    /** The packages that nodes reach into and this JVM does not let them, as {@code module/package}. */
    public static List<String> closedPackages() {
        Module mine = NodeJvm.class.getModule();
        Stream<String> notExported = ADD_EXPORTS.stream().filter(target -> !base().isExported(name(target), mine));
        Stream<String> notOpen = ADD_OPENS.stream().filter(target -> !base().isOpen(name(target), mine));
        return Stream.concat(notExported, notOpen).toList();
    }

    private static Module base() {
        return Object.class.getModule();
    }

    private static String name(String target) {
        return target.substring(target.indexOf('/') + 1);
    }

    /** An archive that does not fit is no error, and nothing a user wants to read about. */
    private static List<String> archiveFlags(Path archive) {
        return List.of(
                "-XX:SharedArchiveFile=" + archive,
                "-Xshare:auto",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-Xlog:cds*=off:stderr"); // JDK 25 calls it an error that the archive does not cover module options.
    }

    static String joined(List<Path> classpath) {
        return classpath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean choosesWhatExhaustionDoes(String option) {
        return option.matches("-XX:[+-](Exit|Crash)OnOutOfMemoryError");
    }

    private static boolean choosesCollector(String option) {
        return option.matches("-XX:\\+Use\\w+GC");
    }

    /**
     * What differs from run to run.
     *
     * @param archive the class-data archive of the runtime jar, if there is one
     * @param errorFile where a crash report goes
     * @param debug whether there is a debugger port
     */
    record NodeJvmSettings(Optional<Path> archive, Optional<Path> errorFile, DebugSpec debug) {
        /** Of a JVM that is no node. */
        static final NodeJvmSettings PLAIN = new NodeJvmSettings(Optional.empty(), Optional.empty(), DebugSpec.OFF);
    }
}
