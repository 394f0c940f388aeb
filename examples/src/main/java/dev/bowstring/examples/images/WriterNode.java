package dev.bowstring.examples.images;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.Float4Vector;

/** Checks every frame that arrives, and writes the last one as a PNG. Fails if a frame was wrong or the last is missing. */
public final class WriterNode {
    private WriterNode() {}

    /** Arguments: the photograph, and the PNG to write; relative to the dataflow's directory. */
    public static void main(String[] arguments) throws IOException {
        Photograph photograph = Photograph.read(Path.of(arguments[0]));
        Path png = Path.of(arguments[1]);
        List<String> mistakes = new ArrayList<>();
        Optional<Picture> last = Optional.empty();
        int arrived = 0;
        try (Node node = Node.connect()) {
            for (Event event : node.events()) {
                if (event instanceof Message message) {
                    Frame frame = Frame.of(message.metadata());
                    Float4Vector edges = message.vector(Float4Vector.class);
                    Picture.mistake(edges, frame, photograph).ifPresent(mistakes::add);
                    if (frame.number() == frame.last()) {
                        last = Optional.of(Picture.of(edges, frame));
                    }
                    arrived++;
                }
            }
        }
        if (last.isPresent()) {
            last.get().write(png);
            System.out.println(arrived + " frames arrived; wrote the last one to " + png);
        } else {
            mistakes.add("the last frame has not arrived");
        }
        if (!mistakes.isEmpty()) {
            mistakes.forEach(System.err::println);
            System.exit(1); // the run fails as well
        }
    }
}
