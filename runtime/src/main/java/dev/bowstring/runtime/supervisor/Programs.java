package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.runtime.descriptor.ExecutableProgram;
import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.runtime.process.AllowedCpus;
import dev.bowstring.runtime.process.ClassDataArchive;
import dev.bowstring.runtime.process.JournalLibraries;
import dev.bowstring.runtime.process.NodeCommands;
import dev.bowstring.runtime.process.NodeJvm;
import dev.bowstring.runtime.process.SourceCompiler;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What the nodes of a dataflow are started with, and what is kept on disk to start them quickly. */
final class Programs {
    private final Dataflow dataflow;
    private final NodeJvm jvm = NodeJvm.ofThisProcess();
    private final SourceCompiler compiler;
    private final ClassDataArchive archive;
    private final JournalLibraries journals;

    Programs(Dataflow dataflow, RunOptions options, Consumer<String> notes) {
        this.dataflow = dataflow;
        this.compiler = new SourceCompiler(options.dataDir().resolve("classes"), jvm.runtimeClasspath(), notes);
        this.archive = new ClassDataArchive(options.dataDir().resolve("cds"), jvm, notes);
        this.journals = new JournalLibraries(options.dataDir().resolve("libraries"), jvm, notes);
    }

    /**
     * The command line of each node; compiles single-file nodes.
     *
     * @param crashReports where reports of crashed JVMs go
     */
    Map<String, List<String>> commands(Path crashReports) {
        new AllowedCpus().check(dataflow);
        NodeCommands maker = new NodeCommands(jvm, compiler, archive.file(), crashReports, journals);
        Map<String, List<String>> commands = new HashMap<>();
        for (NodeSpec node : dataflow.nodes()) {
            if (!node.isDynamic()) {
                commands.put(node.id(), maker.of(node));
            }
        }
        return commands;
    }

    /** What makes the class-data archive, if that is still to be done and a node has use for it. */
    Optional<ArchiveTraining> training(Consumer<String> notes) {
        boolean useful = dataflow.nodes().stream()
                .anyMatch(node -> !node.isDynamic() && !(node.program() instanceof ExecutableProgram));
        return useful && archive.missing() ? Optional.of(new ArchiveTraining(archive, notes)) : Optional.empty();
    }
}
