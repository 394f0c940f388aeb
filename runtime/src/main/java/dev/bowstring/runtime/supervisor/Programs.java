package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.runtime.process.NodeCommands;
import dev.bowstring.runtime.process.NodeJvm;
import dev.bowstring.runtime.process.SourceCompiler;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the nodes of a dataflow are started with. */
final class Programs {
    private final NodeCommands commands;

    /**
     * @param dataDir where compiled classes and archives are kept
     * @param crashReports where reports of crashed JVMs go
     */
    Programs(Path dataDir, Path crashReports) {
        NodeJvm jvm = NodeJvm.ofThisProcess();
        SourceCompiler compiler = new SourceCompiler(dataDir.resolve("classes"), jvm.runtimeClasspath());
        this.commands = new NodeCommands(jvm, compiler, Optional.empty(), crashReports);
    }

    /** The command line of each node; compiles single-file nodes. */
    Map<String, List<String>> commands(Dataflow dataflow) {
        Map<String, List<String>> all = new HashMap<>();
        for (NodeSpec node : dataflow.nodes()) {
            all.put(node.id(), commands.of(node));
        }
        return all;
    }
}
