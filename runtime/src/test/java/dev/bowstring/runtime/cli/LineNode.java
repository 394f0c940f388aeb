package dev.bowstring.runtime.cli;

import dev.bowstring.node.Event;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Stop;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.vector.VarCharVector;

/** A node that prints each line it is sent, with its metadata, and what it is told. */
final class LineNode {
    private LineNode() {}

    public static void main(String[] arguments) {
        try (Node node = Node.connect()) {
            for (Event event : node.events()) {
                if (event instanceof Message message) {
                    System.out.println("got " + metadata(message) + " "
                            + message.vector(VarCharVector.class).getObject(0));
                } else if (event instanceof InputClosed closed) {
                    System.out.println("closed " + closed.input());
                } else if (event instanceof Stop stop) {
                    System.out.println("stop " + stop);
                }
            }
        }
    }

    private static String metadata(Message message) {
        return Stream.of("node", "level", "stream")
                        .map(key -> message.metadata().string(key).orElseThrow())
                        .collect(Collectors.joining("/"))
                + " " + message.metadata().integer("incarnation").orElseThrow()
                + " " + message.metadata().instant("time").isPresent();
    }

    /** An entry of {@code nodes:} for such a node. */
    static String yaml(String id, String ports) throws Exception {
        return ConnectedNode.yaml(id, "", ports).replace(ConnectedNode.class.getName(), LineNode.class.getName());
    }
}
