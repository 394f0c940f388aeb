package dev.bowstring.examples.images;

import dev.bowstring.node.Metadata;
import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What is attached to the values of a tensor: its shape, and which frame it is.
 *
 * @param number of the frame: 1, 2, 3 ...
 * @param last the number of the last frame
 */
record Frame(int number, int last, int height, int width) {
    /** Height x width x 3 values: red, green and blue of each pixel, row by row. */
    static final Schema COLOURS = new Schema(List.of(Field.nullable("colours", new ArrowType.Int(8, false))));

    /** Height x width values: how strong the edge is at each pixel, row by row. */
    static final Schema EDGES =
            new Schema(List.of(Field.nullable("edges", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))));

    static Frame of(Metadata metadata) {
        return new Frame(
                number(metadata, "frame"),
                number(metadata, "last"),
                number(metadata, "height"),
                number(metadata, "width"));
    }

    private static int number(Metadata metadata, String key) {
        return Math.toIntExact(metadata.integer(key).orElseThrow());
    }

    Metadata metadata() {
        return Metadata.builder()
                .put("frame", number)
                .put("last", last)
                .put("height", height)
                .put("width", width)
                .build();
    }

    int pixels() {
        return height * width;
    }
}
