package dev.bowstring.examples.images;

import dev.bowstring.node.Batch;
import dev.bowstring.node.Event;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import dev.bowstring.node.Tick;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.arrow.vector.UInt1Vector;

/** Decodes a photograph and sends a frame of it at each tick of its timer, each a tensor of 2.6 million values. */
public final class DecoderNode {
    private DecoderNode() {}

    /** Arguments: the photograph, relative to the dataflow's directory, and how many frames to send. */
    public static void main(String[] arguments) throws IOException {
        Photograph photograph = Photograph.read(Path.of(arguments[0]));
        int last = Integer.parseInt(arguments[1]);
        int number = 1;
        try (Node node = Node.connect()) {
            Output frames = node.output("frames");
            for (Event event : node.events()) {
                if (event instanceof Tick) {
                    try (Batch batch = frames.batch(Frame.COLOURS)) {
                        Frame frame = photograph.frame(number, last);
                        fill(batch.vector("colours", UInt1Vector.class), photograph, frame);
                        batch.rows(frame.pixels() * Photograph.CHANNELS);
                        number += frames.send(batch, frame.metadata()).sent() ? 1 : 0;
                    } // a frame that was not sent for want of room comes with the next tick
                    if (number > last) {
                        return;
                    }
                }
            }
        }
    }

    static void fill(UInt1Vector colours, Photograph photograph, Frame frame) {
        int values = frame.pixels() * Photograph.CHANNELS;
        if (colours.getValueCapacity() < values) { // the first time; from then on batches come with enough memory
            colours.allocateNew(values);
        }
        for (int i = 0; i < values; i++) {
            colours.set(i, photograph.colour(frame.number(), i));
        }
    }
}
