package dev.bowstring.examples.images;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A decoded picture over which a camera pans: each frame sees it a few columns further to the right, round and round. */
final class Photograph {
    /** Red, green and blue. */
    static final int CHANNELS = 3;

    private static final int COLUMNS_PER_FRAME = 10;

    private final int height;
    private final int width;
    private final byte[] colours;

    private Photograph(int height, int width, byte... colours) {
        this.height = height;
        this.width = width;
        this.colours = colours;
    }

    static Photograph read(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        if (image == null) {
            throw new IOException(file + " is not a picture that this JDK can read");
        }
        return of(image);
    }

    static Photograph of(BufferedImage image) {
        byte[] colours = new byte[image.getHeight() * image.getWidth() * CHANNELS];
        int next = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                colours[next++] = (byte) (rgb >> 16);
                colours[next++] = (byte) (rgb >> 8);
                colours[next++] = (byte) rgb;
            }
        }
        return new Photograph(image.getHeight(), image.getWidth(), colours);
    }

    /** What is to be known about a frame. */
    Frame frame(int number, int last) {
        return new Frame(number, last, height, width);
    }

    /** A value of a frame: the channels of each pixel, pixels row by row. */
    byte colour(int frame, int index) {
        int row = width * CHANNELS;
        int start = index - index % row;
        int panned = (index % row + frame % width * COLUMNS_PER_FRAME * CHANNELS) % row;
        return colours[start + panned];
    }
}
