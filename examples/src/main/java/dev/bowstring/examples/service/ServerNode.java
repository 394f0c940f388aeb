package dev.bowstring.examples.service;

import dev.bowstring.node.Event;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import dev.bowstring.node.pattern.Service;
import org.apache.arrow.vector.Float8Vector;

/** Answers each route with its length in kilometres, or with an error. */
public final class ServerNode {
    private ServerNode() {}

    /** No arguments. */
    public static void main(String[] arguments) {
        try (Node node = Node.connect()) {
            Output distances = node.output("distances");
            for (Event event : node.events()) {
                if (event instanceof Message request) {
                    answer(request, distances);
                } else if (event instanceof InputClosed end && end.isFinal()) {
                    return; // the last client has ended; in a cycle nothing else says that it is over
                }
            }
        }
    }

    private static void answer(Message request, Output distances) {
        if (request.metadata().bool(Route.IGNORE).orElse(false)) {
            return;
        }
        Route route = Route.of(request.vector(Float8Vector.class));
        try (Float8Vector kilometres = new Float8Vector("kilometres", distances.allocator())) {
            Metadata metadata;
            if (route.isPossible()) {
                kilometres.setSafe(0, route.kilometres());
                kilometres.setValueCount(1);
                metadata = Service.reply(request);
            } else {
                metadata = Service.error(request, "no place has such a latitude: " + route);
            }
            distances.send(kilometres, metadata);
        }
    }
}
