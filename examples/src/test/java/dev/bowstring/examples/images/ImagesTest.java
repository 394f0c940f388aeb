package dev.bowstring.examples.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.UInt1Vector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the nodes compute, without processes and shared memory. */
class ImagesTest {
    private static final int WHITE = 0xFFFFFF;

    @TempDir
    Path directory;

    private final RootAllocator allocator = new RootAllocator();

    @AfterEach
    void leaveNoMemory() {
        allocator.close();
    }

    @Test
    void shouldSeeNoEdgeWhereAllIsAlike() {
        GrayImage gray = new GrayImage(3, 3, index -> (byte) 200);

        assertThat(gray.edge(0)).isZero();
        assertThat(gray.edge(4)).isZero();
    }

    @Test
    void shouldSeeTheEdgeBetweenBlackAndWhite() {
        // Columns 0 and 1 are black, 2 and 3 are white: 4 x 255, and nothing at the borders.
        GrayImage gray = new GrayImage(3, 4, index -> (byte) (index / 3 % 4 < 2 ? 0 : 255));

        assertThat(gray.edge(4)).isZero();
        assertThat(gray.edge(5)).isEqualTo(1020f);
        assertThat(gray.edge(6)).isEqualTo(1020f);
        assertThat(gray.edge(7)).isZero();
    }

    @Test
    void shouldSeeEdgesInBothDirections() {
        // One white pixel in the corner of a 2 x 2 image: 255 to the right, and 255 downwards.
        GrayImage gray = new GrayImage(2, 2, index -> (byte) (index / 3 == 3 ? 255 : 0));

        assertThat(gray.edge(0)).isEqualTo((float) Math.sqrt(2 * 255f * 255f));
    }

    @Test
    void shouldPanRoundAndRound() {
        Photograph photograph = Photograph.of(image(25, 2, 12, 1));
        int value = (25 + 2) * 3; // of pixel 2 in row 1: where frame 1 sees pixel 12

        assertThat(photograph.colour(0, value)).isZero();
        assertThat(photograph.colour(1, value)).isEqualTo((byte) 0xFF);
        assertThat(photograph.colour(1, 2 * 3)).as("row 0").isZero();
        assertThat(photograph.colour(6, value))
                .as("60 columns are two rounds and 10")
                .isEqualTo((byte) 0xFF);
    }

    @Test
    void shouldAcceptTheEdgesOfAFrameAndNameAPixelThatDiffers() {
        Photograph photograph = Photograph.of(image(25, 20, 12, 10));
        Frame frame = photograph.frame(3, 30);
        try (UInt1Vector colours = new UInt1Vector("colours", allocator);
                Float4Vector edges = new Float4Vector("edges", allocator)) {
            DecoderNode.fill(colours, photograph, frame);
            EdgesNode.detect(colours, edges, frame);
            edges.setValueCount(frame.pixels());

            assertThat(Picture.mistake(edges, frame, photograph)).isEmpty();
            assertThat(Picture.mistake(edges, photograph.frame(4, 30), photograph))
                    .hasValueSatisfying(mistake -> assertThat(mistake).contains("of frame 4 is"));
            assertThat(Picture.mistake(edges, new Frame(3, 30, 20, 24), photograph))
                    .hasValueSatisfying(mistake -> assertThat(mistake).contains("expected Frame["));

            edges.set(7, 0.5f);
            assertThat(Picture.mistake(edges, frame, photograph)).contains("pixel 7 of frame 3 is 0.5, expected 0.0");
        }
    }

    @Test
    void shouldWriteAPictureInWhichStrongEdgesAreWhite() throws Exception {
        Path file = directory.resolve("new/edges.png");
        try (Float4Vector edges = new Float4Vector("edges", allocator)) {
            edges.setSafe(0, 0f);
            edges.setSafe(1, 100.4f);
            edges.setSafe(2, 1020f);
            edges.setValueCount(3);

            Picture.of(edges, new Frame(1, 1, 1, 3)).write(file);
        }

        BufferedImage written = ImageIO.read(file.toFile());
        assertThat(written.getRaster().getSamples(0, 0, 3, 1, 0, new int[3])).containsExactly(0, 100, 255);
    }

    @Test
    void shouldCarryWhatIsToBeKnownAboutAFrame() {
        Frame frame = new Frame(3, 30, 872, 1000);

        assertThat(Frame.of(frame.metadata())).isEqualTo(frame);
    }

    /** A black image with one white pixel. */
    private static BufferedImage image(int width, int height, int x, int y) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(x, y, WHITE);
        return image;
    }
}
