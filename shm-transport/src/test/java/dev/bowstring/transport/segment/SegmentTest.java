package dev.bowstring.transport.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.transport.layout.HeaderLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SegmentTest {
    private static final String RUN = "20260101-abcdef";
    private static final SegmentHeader HEADER = new SegmentHeader(SegmentKind.RING, 8192, 64, 3, RUN);

    @TempDir
    private Path directory;

    private Path created() {
        Path file = directory.resolve("ring");
        Segment.create(file, HEADER).close();
        return file;
    }

    private static Segment map(Path file) {
        return Segment.map(file, SegmentKind.RING, RUN, false);
    }

    /** Changes header bytes and makes the checksum right again. */
    private static void edit(Path file, int offset, long value, int bytes) throws IOException {
        byte[] content = Files.readAllBytes(file);
        ByteBuffer words = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes == Long.BYTES) {
            words.putLong(offset, value);
        } else {
            words.putInt(offset, (int) value);
        }
        CRC32C crc = new CRC32C();
        crc.update(content, 0, HeaderLayout.CHECKSUM_OFFSET);
        words.putLong(HeaderLayout.CHECKSUM_OFFSET, crc.getValue());
        Files.write(file, content);
    }

    private static void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> map(file))
                .isInstanceOf(SegmentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(why);
    }

    @Test
    void shouldMapOnAThreadThatIsInterrupted() {
        Path file = created();

        Thread.currentThread().interrupt();

        map(file).close();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldMapWhatWasCreated() {
        Path file = directory.resolve("ring");

        try (Segment segment = Segment.create(file, HEADER);
                Segment writer = Segment.map(file, SegmentKind.RING, RUN, true);
                Segment reader = map(file)) {
            segment.buffer().putLong(200, 42);
            writer.buffer().putLong(8184, 43);

            assertThat(reader.header()).isEqualTo(HEADER);
            assertThat(reader.size()).isEqualTo(8192);
            assertThat(reader.buffer().capacity()).isEqualTo(8192);
            assertThat(reader.buffer().getLong(200)).isEqualTo(42);
            assertThat(reader.buffer().getLong(8184)).isEqualTo(43);
        }
    }

    @Test
    void shouldReserveEveryByteForItsOwnerAlone() throws IOException, InterruptedException {
        Path file = created();

        Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start(); // blocks of 512 bytes
        String blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();

        assertThat(stat.waitFor()).isZero();
        assertThat(Long.parseLong(blocks) * 512).isGreaterThanOrEqualTo(8192);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldCloseTwice() {
        Segment segment = map(created());

        segment.close();
        segment.close();

        assertThat(segment.buffer().capacity()).isZero();
    }

    @Test
    void shouldRefuseAnotherMagic() throws IOException {
        Path file = created();
        edit(file, HeaderLayout.MAGIC_OFFSET, 0x1234, Long.BYTES);

        assertRefused(file, "is not a Bowstring file");
    }

    @Test
    void shouldRefuseAnotherLayoutVersionAndSayWhich() throws IOException {
        Path file = created();
        int later = HeaderLayout.VERSION + 5;
        edit(file, HeaderLayout.VERSION_OFFSET, later, Integer.BYTES);

        assertRefused(
                file,
                "has layout version " + later + ", this process knows " + HeaderLayout.VERSION
                        + "; use the same Bowstring version");
    }

    @Test
    void shouldRefuseAnotherKind() throws IOException {
        Path file = created();

        assertThatThrownBy(() -> Segment.map(file, SegmentKind.ARENA, RUN, false))
                .isInstanceOf(SegmentException.class)
                .hasMessageContaining("holds kind 1, not ARENA");
    }

    @Test
    void shouldRefuseTheFileOfAnotherRun() throws IOException {
        Path file = created();

        assertThatThrownBy(() -> Segment.map(file, SegmentKind.RING, "other", false))
                .isInstanceOf(SegmentException.class)
                .hasMessageContaining("belongs to run " + RUN + ", not other");
    }

    @Test
    void shouldRefuseADamagedHeader() throws IOException {
        for (int offset = HeaderLayout.KIND_OFFSET; offset < HeaderLayout.LENGTH; offset++) {
            Path file = directory.resolve("ring" + offset);
            Segment.create(file, HEADER).close();
            byte[] content = Files.readAllBytes(file);
            content[offset] ^= 0x10;
            Files.write(file, content);

            assertRefused(file, "has a damaged header");
        }
    }

    @Test
    void shouldRefuseATruncatedFile() throws IOException {
        Path file = created();
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 4096));
        assertRefused(file, "has 4096 bytes, its header says 8192");

        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 127));
        assertRefused(file, "is shorter than a header");

        Files.write(file, new byte[0]);
        assertRefused(file, "is shorter than a header");
    }

    @Test
    void shouldRefuseASizeThatCannotBeMapped() throws IOException {
        for (long size : new long[] {-1, 0, Long.MIN_VALUE, 1L << 40}) {
            Path file = directory.resolve("ring" + size);
            Segment.create(file, HEADER).close();
            edit(file, HeaderLayout.SIZE_OFFSET, size, Long.BYTES);

            assertRefused(file, "its header says " + size);
        }
    }

    @Test
    void shouldNotFollowALink() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), created());

        assertRefused(link, "cannot be mapped");
        assertThatThrownBy(() -> Segment.create(link, HEADER)).isInstanceOf(SegmentException.class);
    }

    @Test
    void shouldNotWaitForAPipe() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertRefused(pipe, "no regular file");
    }

    @Test
    void shouldRefuseWhatIsMissingOrADirectory() throws IOException {
        assertRefused(directory.resolve("missing"), "cannot be mapped");
        assertRefused(Files.createDirectory(directory.resolve("folder")), "cannot be mapped");
    }

    @Test
    void shouldNotTouchAnExistingFile() throws IOException {
        Path file = directory.resolve("ring");
        Files.writeString(file, "precious");

        assertThatThrownBy(() -> Segment.create(file, HEADER)).isInstanceOf(SegmentException.class);

        assertThat(Files.readString(file)).isEqualTo("precious");
    }

    @Test
    void shouldLeaveNothingOnAFullFileSystem() throws IOException, InterruptedException {
        Path small = Files.createDirectory(directory.resolve("small"));
        boolean mounted = command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString());
        if (!mounted) {
            System.err.println("SKIPPED: shouldLeaveNothingOnAFullFileSystem: a tmpfs cannot be mounted here");
        }
        Assumptions.assumeTrue(mounted, "a tmpfs cannot be mounted here");
        try {
            Path file = small.resolve("arena.0");
            SegmentHeader tooLarge = new SegmentHeader(SegmentKind.ARENA, 2 << 20, 0, 0, RUN);

            assertThatThrownBy(() -> Segment.create(file, tooLarge))
                    .isInstanceOf(SegmentException.class)
                    .hasMessageContaining("cannot be created with 2097152 bytes");

            assertThat(file).doesNotExist();
            Segment.create(file, new SegmentHeader(SegmentKind.ARENA, 900 << 10, 0, 0, RUN))
                    .close();
        } finally {
            assertThat(command("umount", small.toString())).isTrue();
        }
    }

    private static boolean command(String... words) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchCommand) {
            return false; // the caller skips the test
        }
    }

    @Test
    void shouldDeleteWhetherThereIsAFileOrNot() {
        Path file = created();

        Segment.delete(file);
        Segment.delete(file);

        assertThat(file).doesNotExist();
    }
}
