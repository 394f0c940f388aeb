package dev.bowstring.transport.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FrameCodecTest {
    static List<Frame> frames() {
        return Frames.ALL;
    }

    private static byte[] body(Frame frame) {
        ByteBuffer encoded = FrameCodec.encode(frame);
        byte[] body = new byte[encoded.getInt()];
        encoded.get(body);
        assertThat(encoded.hasRemaining()).isFalse();
        return body;
    }

    @ParameterizedTest
    @MethodSource("frames")
    void shouldReadWhatItWrote(Frame frame) throws ProtocolException {
        assertThat(FrameCodec.decode(body(frame))).isEqualTo(frame);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void shouldRefuseEveryPartOfAFrame(Frame frame) {
        byte[] body = body(frame);
        for (int length = 0; length < body.length; length++) {
            byte[] part = Arrays.copyOf(body, length);
            assertThatThrownBy(() -> FrameCodec.decode(part)).isInstanceOf(ProtocolException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void shouldRefuseAFrameWithMoreThanItsFields(Frame frame) {
        byte[] body = body(frame);

        assertThatThrownBy(() -> FrameCodec.decode(Arrays.copyOf(body, body.length + 1)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("1 bytes too many");
    }

    @Test
    void shouldReadOrRefuseAnyBytes() {
        Random random = new Random(42);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = body(Frames.ALL.get(random.nextInt(Frames.ALL.size())));
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                FrameCodec.decode(bytes);
            } catch (ProtocolException expected) {
                assertThat(expected.what()).isNotEmpty();
            }
        }
    }

    @Test
    void shouldNotBelieveTheLengthOfAList() {
        byte[] bytes = body(new Welcome("", List.of(), List.of(), List.of(), false, 0));
        ByteBuffer.wrap(bytes).putInt(3, Integer.MAX_VALUE);

        assertThatThrownBy(() -> FrameCodec.decode(bytes))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("list of 2147483647 elements");
    }

    @Test
    void shouldCutLongSentences() throws ProtocolException {
        Frame frame = FrameCodec.decode(body(new Frame.Refused("x".repeat(100_000))));

        assertThat(((Frame.Refused) frame).why()).hasSize(FrameCodec.MAX_TEXT);
    }

    @Test
    void shouldNotEncodeMoreThanAFrameMayHold() {
        List<TimerPort> timers = new ArrayList<>(Collections.nCopies(100, new TimerPort("t".repeat(20_000), 1)));
        Welcome welcome = new Welcome("", List.of(), timers, List.of(), false, 0);

        assertThatThrownBy(() -> FrameCodec.encode(welcome))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("frame too long");
    }

    @Test
    void shouldKeepTheTokenOutOfLogs() {
        Hello hello = Hello.of("camera", 1, "secret");

        assertThat(hello.toString()).contains("camera").doesNotContain("secret");
        assertThat(hello.tokenIs("secret")).isTrue();
        assertThat(hello.tokenIs("secreT")).isFalse();
        assertThat(hello.tokenIs("")).isFalse();
    }
}
