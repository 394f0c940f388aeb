package dev.bowstring.transport.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.transport.layout.HeaderLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a file holds, it is refused by name or mapped as it says: nothing else is ever thrown. */
@Timeout(60)
final class HeaderFuzzTest {
    private static final long SEED = Long.getLong("bowstring.seed", 20260101);
    private static final String RUN = "run";

    @Test
    void shouldRefuseRandomBytes() {
        Random random = new Random(SEED);
        byte[] bytes = new byte[HeaderLayout.LENGTH];
        for (int round = 0; round < 50_000; round++) {
            random.nextBytes(bytes);
            assertThatThrownBy(() -> SegmentHeader.decode(bytes, SegmentKind.RING, "fuzz"))
                    .as("seed=%s round=%s", SEED, round)
                    .isInstanceOf(SegmentException.class);
        }
    }

    @Test
    void shouldThrowNothingElseForAHeaderThatPassesItsChecksum() {
        Random random = new Random(SEED);
        SegmentKind[] kinds = SegmentKind.values();
        int decoded = 0;
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = plausible(random);
            try {
                SegmentHeader.decode(bytes, kinds[random.nextInt(kinds.length)], "fuzz");
                decoded++;
            } catch (SegmentException expected) {
                assertThat(expected).hasMessageContaining("fuzz");
            }
        }
        assertThat(decoded).isPositive();
    }

    @Test
    void shouldMapNoFileWhoseSizeIsNotTheOneInItsHeader(@TempDir Path directory) throws IOException {
        Random random = new Random(SEED);
        Path file = directory.resolve("fuzz");
        for (int round = 0; round < 300; round++) {
            byte[] content = new byte[HeaderLayout.LENGTH + random.nextInt(100)];
            System.arraycopy(plausible(random), 0, content, 0, HeaderLayout.LENGTH);
            Files.write(file, content);
            try (Segment segment = Segment.map(file, SegmentKind.ARENA, RUN, random.nextBoolean())) {
                assertThat(segment.size()).as("seed=%s round=%s", SEED, round).isEqualTo(content.length);
            } catch (SegmentException expected) {
                assertThat(expected).hasMessageContaining(file.toString());
            }
        }
    }

    /** Random bytes whose magic, version and checksum are right, mostly, and whose numbers are often extreme. */
    private static byte[] plausible(Random random) {
        byte[] bytes = new byte[HeaderLayout.LENGTH];
        random.nextBytes(bytes);
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        words.putLong(HeaderLayout.MAGIC_OFFSET, HeaderLayout.MAGIC);
        words.putInt(HeaderLayout.VERSION_OFFSET, HeaderLayout.VERSION);
        words.putInt(HeaderLayout.KIND_OFFSET, random.nextInt(12) - 1);
        words.putLong(HeaderLayout.SIZE_OFFSET, extreme(random));
        words.putLong(HeaderLayout.GEOMETRY_OFFSET, extreme(random));
        if (random.nextBoolean()) {
            words.put(HeaderLayout.RUN_ID_OFFSET, new byte[] {'r', 'u', 'n', 0});
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, HeaderLayout.CHECKSUM_OFFSET);
        words.putLong(HeaderLayout.CHECKSUM_OFFSET, random.nextInt(50) == 0 ? random.nextLong() : crc.getValue());
        return bytes;
    }

    private static long extreme(Random random) {
        long[] values = {0, 1, -1, 127, 128, 128 + random.nextInt(100), Integer.MAX_VALUE, 1L << 31, Long.MAX_VALUE};
        return values[random.nextInt(values.length)];
    }
}
