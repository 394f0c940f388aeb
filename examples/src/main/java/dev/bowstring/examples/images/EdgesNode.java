package dev.bowstring.examples.images;

import dev.bowstring.node.Batch;
import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.UInt1Vector;

/** Finds the edges in each frame. It always works on the newest frame, however long one takes. */
public final class EdgesNode {
    private EdgesNode() {}

    /** No arguments. */
    public static void main(String[] arguments) {
        try (Node node = Node.connect()) {
            Output output = node.output("edges");
            for (Event event : node.events()) {
                if (event instanceof Message message) {
                    Frame frame = Frame.of(message.metadata());
                    Batch batch = output.batch(Frame.EDGES);
                    detect(message.vector(UInt1Vector.class), batch.vector("edges", Float4Vector.class), frame);
                    if (!output.send(batch.rows(frame.pixels()), frame.metadata())
                            .sent()) {
                        return;
                    }
                }
            }
        }
    }

    /** Reads the colours where they lie, and writes the edges where they will be read. */
    static void detect(UInt1Vector colours, Float4Vector edges, Frame frame) {
        if (edges.getValueCapacity() < frame.pixels()) {
            edges.allocateNew(frame.pixels());
        }
        GrayImage image = new GrayImage(frame.height(), frame.width(), colours::get);
        for (int pixel = 0; pixel < frame.pixels(); pixel++) {
            edges.set(pixel, image.edge(pixel));
        }
    }
}
