package dev.bowstring.transport.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class MetadataCodecTest {
    @Test
    void shouldReadBackEveryTypeInTheOrderWritten() {
        Map<String, Object> metadata = everyType();

        Map<String, Object> read = MetadataCodec.decode(MetadataCodec.encode(metadata));

        assertThat(read).isEqualTo(metadata);
        assertThat(read.keySet()).containsExactlyElementsOf(metadata.keySet());
    }

    @Test
    void shouldReadFromTheMiddleOfABuffer() {
        byte[] encoded = MetadataCodec.encode(everyType());
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[encoded.length + 100]);
        buffer.putBytes(37, encoded);

        assertThat(MetadataCodec.decode(buffer, 37, encoded.length)).isEqualTo(everyType());
    }

    @Test
    void shouldPinTheBytesOfARecord() {
        byte[] encoded = MetadataCodec.encode(Map.of("k", 258L));

        assertThat(encoded).containsExactly(2, 1, 0, 'k', 2, 1, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void shouldHaveNoBytesWhenEmpty() {
        assertThat(MetadataCodec.encode(Map.of())).isEmpty();
        assertThat(MetadataCodec.decode(new byte[0])).isEmpty();
    }

    @Test
    void shouldTakeSixtyFourKibibytesAndRefuseMore() {
        int largest = (64 << 10) - 1 - 2 - 1 - 4;

        assertThat(MetadataCodec.encode(Map.of("k", "x".repeat(largest)))).hasSize(64 << 10);
        assertThatThrownBy(() -> MetadataCodec.encode(Map.of("k", "x".repeat(largest + 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536");
        assertThatThrownBy(() -> MetadataCodec.encode(Map.of("k", "x".repeat(1 << 20))))
                .hasMessageContaining("'k'");
    }

    @Test
    void shouldNameTheKeyOfAValueItCannotHold() {
        assertThatThrownBy(() -> MetadataCodec.encode(Map.of("when", new Object())))
                .hasMessageContaining("'when'")
                .hasMessageContaining("Object");
        assertThatThrownBy(() -> MetadataCodec.encode(Map.of("mix", List.of(1L, "a"))))
                .hasMessageContaining("'mix'")
                .hasMessageContaining("Long and String");
    }

    @Test
    void shouldReadDamagedBytesOrRefuseThemAsCorrupt() {
        long seed = 20_240_611;
        Random random = new Random(seed);
        byte[] good = MetadataCodec.encode(everyType());
        for (int i = 0; i < 100_000; i++) {
            byte[] damaged = good.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                MetadataCodec.decode(damaged);
            } catch (CorruptMessageException expected) {
                assertThat(expected).hasMessageContaining("metadata");
            } catch (RuntimeException other) {
                throw new AssertionError("seed=" + seed + " round=" + i, other);
            }
        }
    }

    private static Map<String, Object> everyType() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("zebra", true);
        metadata.put("count", Long.MIN_VALUE);
        metadata.put("ratio", 0.1);
        metadata.put("name", "Grüße, 世界");
        metadata.put("at", Instant.parse("2024-02-29T23:59:59.123456789Z"));
        metadata.put("before", Instant.MIN);
        metadata.put("flags", List.of(true, false));
        metadata.put("counts", List.of(1L, 2L, 3L));
        metadata.put("ratios", List.of(Double.NaN, -0.0));
        metadata.put("names", List.of("", "a"));
        metadata.put("times", List.of(Instant.EPOCH));
        metadata.put("nothing", List.of());
        metadata.put("", "");
        return metadata;
    }
}
