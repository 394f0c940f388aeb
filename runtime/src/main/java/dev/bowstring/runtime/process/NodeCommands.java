package dev.bowstring.runtime.process;

import dev.bowstring.runtime.descriptor.CpuAffinity;
import dev.bowstring.runtime.descriptor.ExecutableProgram;
import dev.bowstring.runtime.descriptor.JarProgram;
import dev.bowstring.runtime.descriptor.JavaSourceProgram;
import dev.bowstring.runtime.descriptor.MainClassProgram;
import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.runtime.descriptor.RuntimeProgram;
import dev.bowstring.runtime.process.NodeJvm.NodeJvmSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Makes the command line of a node from what the dataflow says about it; compiles single-file nodes. */
public final class NodeCommands {
    private static final String SDK_CLASS = "dev/bowstring/node/Node.class";

    private final NodeJvm jvm;
    private final SourceCompiler compiler;
    private final Optional<Path> archive;
    private final Path crashReports;
    private final JournalLibraries journals;

    /**
     * @param archive the class-data archive of the runtime jar, if there is one
     * @param crashReports the directory for crash reports of JVMs
     * @param journals for the programs that use them
     */
    public NodeCommands(
            NodeJvm jvm,
            SourceCompiler compiler,
            Optional<Path> archive,
            Path crashReports,
            JournalLibraries journals) {
        this.journals = journals;
        this.jvm = jvm;
        this.compiler = compiler;
        this.archive = archive;
        this.crashReports = crashReports;
    }

    /**
     * The program of a node and its arguments.
     *
     * @throws ProcessException if its source does not compile, or its jar has no main class
     */
    public List<String> of(NodeSpec node) {
        List<String> command = new ArrayList<>(binding(node.affinity()));
        if (node.program() instanceof ExecutableProgram program) {
            command.add(program.executable().toString());
        } else if (node.program() instanceof JarProgram program) {
            command.addAll(jar(node, program));
        } else if (node.program() instanceof MainClassProgram program) {
            command.addAll(java(node, behindRuntime(libraries(node), program.classpath()), program.className()));
        } else if (node.program() instanceof RuntimeProgram program) {
            command.addAll(java(node, behindRuntime(journals.classpath(), List.of()), program.className()));
        } else if (node.program() instanceof JavaSourceProgram program) {
            CompiledSource compiled = compiler.compile(node.id(), program);
            command.addAll(java(
                    node,
                    behindRuntime(and(libraries(node), compiled.directory()), program.classpath()),
                    compiled.mainClass()));
        }
        command.addAll(node.args());
        return command;
    }

    /**
     * From outside, so that every thread of the node is bound from its first instruction on, whatever the program is
     * written in, and a JVM counts only these CPUs.
     */
    private static List<String> binding(CpuAffinity affinity) {
        return affinity.binds()
                ? List.of(UtilLinux.find("taskset").toString(), "--cpu-list", affinity.list())
                : List.of();
    }

    private List<String> jar(NodeSpec node, JarProgram program) {
        try (JarFile jar = new JarFile(program.jar().toFile())) {
            Manifest manifest = jar.getManifest();
            String mainClass =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
            if (mainClass == null) {
                throw new ProcessException("node " + node.id() + ": " + program.jar()
                        + " names no Main-Class in its manifest; add one, or give the class as path and the jar as"
                        + " classpath");
            }
            List<Path> own = new ArrayList<>(List.of(program.jar()));
            own.addAll(program.classpath());
            own.addAll(libraries(node));
            boolean carriesSdk = jar.getEntry(SDK_CLASS) != null;
            return java(node, carriesSdk ? own : behindRuntime(own, List.of()), mainClass);
        } catch (IOException failure) {
            throw new ProcessException(
                    "node " + node.id() + ": " + program.jar() + " cannot be read as a jar: " + failure, failure);
        }
    }

    /** What a node needs beyond the runtime's own: all others start as quickly, and take as little memory, as without. */
    private List<Path> libraries(NodeSpec node) {
        boolean readsJournals =
                node.inputs().stream().anyMatch(input -> input.journal().isPresent());
        return readsJournals ? journals.classpath() : List.of();
    }

    private static List<Path> and(List<Path> libraries, Path classes) {
        List<Path> both = new ArrayList<>(libraries);
        both.add(classes);
        return both;
    }

    private List<Path> behindRuntime(List<Path> first, List<Path> second) {
        List<Path> classpath = new ArrayList<>(jvm.runtimeClasspath());
        classpath.addAll(first);
        classpath.addAll(second);
        return classpath;
    }

    private List<String> java(NodeSpec node, List<Path> classpath, String mainClass) {
        boolean runtimeFirst = classpath
                .subList(0, Math.min(classpath.size(), jvm.runtimeClasspath().size()))
                .equals(jvm.runtimeClasspath());
        Path errorFile = crashReports.resolve("hs_err-" + node.id() + "-%p.log");
        NodeJvmSettings settings =
                new NodeJvmSettings(runtimeFirst ? archive : Optional.empty(), Optional.of(errorFile), node.debug());
        List<String> command = jvm.command(settings, classpath, node.jvmOptions());
        command.add(mainClass);
        return command;
    }
}
