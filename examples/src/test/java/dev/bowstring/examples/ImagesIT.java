package dev.bowstring.examples;

import static dev.bowstring.examples.ExampleRun.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.examples.ExampleRun.Ended;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the images as a user does. */
@Tag("process")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class ImagesIT {
    private static final Path IMAGES = ROOT.resolve("examples/images");
    private static final String PHOTOGRAPH = "data/hubble_deep_field.jpg";

    @TempDir
    Path scratch;

    @Test
    void shouldWriteTheEdgesOfTheLastFrame() throws Exception {
        Path png = ROOT.resolve("examples/target/edges.png");
        Files.deleteIfExists(png);

        Ended ended = ExampleRun.run(scratch, scratch, IMAGES.resolve("dataflow.yml"));

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out())
                .containsPattern("writer +\\| [0-9]+ frames arrived; wrote the last one")
                .containsPattern("decoder/frames -> edges/frames +30 ");
        BufferedImage edges = ImageIO.read(png.toFile());
        assertThat(edges.getWidth()).isEqualTo(1000);
        assertThat(edges.getHeight()).isEqualTo(872);
    }

    @Test
    void shouldFailWhenTheEdgesAreThoseOfAnotherPhotograph() throws Exception {
        Path flow = copyWithAnotherPhotographForTheWriter();

        Ended ended = ExampleRun.run(scratch, scratch, flow);

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(1);
        assertThat(ended.err()).containsPattern("pixel [0-9]+ of frame 30 is [0-9.]+, expected");
    }

    private Path copyWithAnotherPhotographForTheWriter() throws Exception {
        BufferedImage image = ImageIO.read(IMAGES.resolve(PHOTOGRAPH).toFile());
        image.setRGB(500, 500, image.getRGB(500, 500) ^ 0x00FFFFFF);
        Path other = scratch.resolve("other.png");
        ImageIO.write(image, "png", other.toFile());
        String yaml = Files.readString(IMAGES.resolve("dataflow.yml"))
                .replace("../target/examples.jar", System.getProperty("bowstring.examplesJar"))
                .replace(PHOTOGRAPH + ", ../target/edges.png", other + ", " + scratch.resolve("edges.png"))
                .replace(PHOTOGRAPH, IMAGES.resolve(PHOTOGRAPH).toString());
        return Files.writeString(scratch.resolve("dataflow.yml"), yaml);
    }
}
