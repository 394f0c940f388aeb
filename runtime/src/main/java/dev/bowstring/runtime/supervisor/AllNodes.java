package dev.bowstring.runtime.supervisor;

import dev.bowstring.transport.control.NodeControlWriter;
import java.util.stream.Stream;

/**
 * Every node of a run.
 *
 * @param started those that the supervisor starts
 * @param dynamic those that processes of the user attach as
 */
record AllNodes(NodeRuns started, DynamicNodes dynamic) {

    Stream<NodeControlWriter> controls() {
        return Stream.concat(
                started.all().stream().map(NodeRun::control),
                dynamic.all().stream().map(DynamicNode::control));
    }

    void ringAll() {
        started.all().forEach(node -> node.doorbell().ring());
        dynamic.all().forEach(node -> node.doorbell().ring());
    }
}
