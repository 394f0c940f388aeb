package dev.bowstring.examples.images;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.arrow.vector.Float4Vector;

/** Edges as a gray picture. */
final class Picture {
    private static final int WHITE = 255;

    private final BufferedImage image;

    private Picture(BufferedImage image) {
        this.image = image;
    }

    /** A copy: the edges are gone when the next event is asked for. */
    static Picture of(Float4Vector edges, Frame frame) {
        BufferedImage image = new BufferedImage(frame.width(), frame.height(), BufferedImage.TYPE_BYTE_GRAY);
        WritableRaster raster = image.getRaster();
        for (int pixel = 0; pixel < frame.pixels(); pixel++) {
            int gray = Math.min(WHITE, Math.round(edges.get(pixel)));
            raster.setSample(pixel % frame.width(), pixel / frame.width(), 0, gray);
        }
        return new Picture(image);
    }

    /** What is wrong with the edges of a frame: they are computed again, here. */
    static Optional<String> mistake(Float4Vector edges, Frame frame, Photograph photograph) {
        Frame expected = photograph.frame(frame.number(), frame.last());
        if (!frame.equals(expected) || edges.getValueCount() != expected.pixels()) {
            return Optional.of(frame + " with " + edges.getValueCount() + " values, expected " + expected);
        }
        GrayImage gray =
                new GrayImage(frame.height(), frame.width(), index -> photograph.colour(frame.number(), index));
        for (int pixel = 0; pixel < frame.pixels(); pixel++) {
            if (edges.get(pixel) != gray.edge(pixel)) {
                return Optional.of("pixel " + pixel + " of frame " + frame.number() + " is " + edges.get(pixel)
                        + ", expected " + gray.edge(pixel));
            }
        }
        return Optional.empty();
    }

    /** Writes a PNG, and reads it again to see that it is the same picture. */
    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
        ImageIO.write(image, "png", file.toFile());
        if (!Arrays.equals(grays(image), grays(ImageIO.read(file.toFile())))) {
            throw new IOException(file + " is not the picture that was written");
        }
    }

    private static int[] grays(BufferedImage image) {
        return image.getRaster().getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (int[]) null);
    }
}
