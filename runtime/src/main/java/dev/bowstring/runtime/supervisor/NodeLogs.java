package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.runtime.logs.LineSink;
import dev.bowstring.runtime.logs.LogFigures;
import dev.bowstring.runtime.logs.LogLine;
import dev.bowstring.runtime.logs.NodeLines;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The way of each node's lines: to its log, and from there on. Any thread. */
final class NodeLogs implements LineSink {
    private final Map<String, NodeLines> nodes = new LinkedHashMap<>();

    /** @param onwards takes what is to be shown and sent */
    NodeLogs(RunPlan plan, RunRecords records, LineSink onwards, Consumer<String> notes, LongSupplier nanoTime) {
        for (NodeSpec node : plan.started()) {
            nodes.put(
                    node.id(),
                    new NodeLines(
                            node.id(), node.logs().limits().least(), records.log(node.id()), onwards, notes, nanoTime));
        }
    }

    @Override
    public void accept(LogLine line) {
        NodeLines node = nodes.get(line.node());
        if (node != null) {
            node.accept(line);
        }
    }

    /** What became of the lines of each node, in order of declaration. */
    List<LogFigures> figures() {
        return nodes.values().stream().map(NodeLines::figures).toList();
    }
}
