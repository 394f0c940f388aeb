package dev.bowstring.transport.control;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who finds the socket may say to it what he likes: it ends him, and nobody else notices. */
final class StrangersTest extends ListenerFixture {

    private SocketChannel stranger() throws IOException {
        return closedAfterwards(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    private static void say(SocketChannel channel, byte... bytes) throws IOException {
        channel.write(ByteBuffer.wrap(bytes));
    }

    /** Reads to the end; the reset of a connection is an end as well. */
    private static int readToTheEnd(SocketChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        int bytes = 0;
        try {
            for (int read = channel.read(buffer); read >= 0; read = channel.read(buffer)) {
                bytes += read;
                buffer.clear();
            }
        } catch (IOException reset) {
            return bytes;
        }
        return bytes;
    }

    @Test
    void shouldEndWhoSendsGarbageAndServeTheOthers() throws IOException {
        SupervisorLink link = link();
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            byte[] garbage = new byte[1 + random.nextInt(200)];
            random.nextBytes(garbage);
            garbage[0] = -1; // a negative length, so that it is answered by an end
            try (SocketChannel stranger = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                say(stranger, garbage);
                if (garbage.length >= 4) {
                    assertThat(readToTheEnd(stranger)).isZero();
                }
            }
        }

        assertThat(link.grow("flags", 1, SECONDS.toNanos(30))).isPresent();
        assertThat(notes.said).containsExactly("hello camera 2", "grow flags 1");
    }

    @Test
    void shouldEndWhoClaimsAHugeFrame() throws IOException {
        SocketChannel stranger = stranger();
        say(stranger, (byte) 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 1);

        assertThat(readToTheEnd(stranger)).isZero();
    }

    @Test
    void shouldEndWhoDoesNotSayHelloFirst() throws IOException {
        SocketChannel stranger = stranger();
        stranger.write(FrameCodec.encode(new Frame.Ready()));

        assertThat(readToTheEnd(stranger)).isZero();
        assertThat(notes.said).isEmpty();
    }

    @Test
    void shouldNameTheBreachOfAWelcomedNode() throws IOException {
        SocketChannel node = stranger();
        node.write(FrameCodec.encode(Hello.of("camera", 2, "secret")));
        node.write(FrameCodec.encode(Hello.of("camera", 2, "secret")));

        assertThat(readToTheEnd(node)).isPositive();
        await().until(() -> notes.said.size() == 2);
        assertThat(notes.said.get(1))
                .startsWith("eof not for a supervisor: Hello")
                .doesNotContain("secret");
    }

    @Test
    void shouldUnderstandFramesThatComeByteByByte() throws IOException {
        SocketChannel node = stranger();
        ByteBuffer bytes = ByteBuffer.allocate(200);
        bytes.put(FrameCodec.encode(Hello.of("camera", 2, "secret")));
        bytes.put(FrameCodec.encode(new Frame.Corrupt("image", "half")));
        bytes.put(FrameCodec.encode(new Frame.Bye())).flip();

        while (bytes.hasRemaining()) {
            say(node, bytes.get());
        }

        await().until(() -> notes.said.size() == 3);
        assertThat(notes.said).containsExactly("hello camera 2", "corrupt image half", "bye");
    }

    @Test
    void shouldForgetHalfAFrameOfWhoDies() throws IOException {
        SocketChannel node = stranger();
        node.write(FrameCodec.encode(Hello.of("camera", 2, "secret")));
        say(node, (byte) 0, (byte) 0);
        node.close();

        await().until(() -> notes.said.size() == 2);
        assertThat(notes.said).containsExactly("hello camera 2", "eof the node has ended");
    }

    @Test
    void shouldNotWaitForANodeThatNeverReads() throws IOException {
        SocketChannel node = stranger();
        node.write(FrameCodec.encode(Hello.of("deaf", 1, "secret")));
        ByteBuffer many = ByteBuffer.allocate(20 * 5_000);
        for (int i = 0; i < 5_000; i++) {
            many.put(FrameCodec.encode(new Frame.Grow(i, "x", 1)));
        }
        many.flip();
        node.configureBlocking(false);

        await().atMost(30, SECONDS).until(() -> {
            writeUntilItIsFullOrEnds(node, many);
            return notes.said.contains("eof the node does not read what it is sent");
        });

        assertThat(link().welcome()).isEqualTo(Frames.WELCOME);
    }

    private static void writeUntilItIsFullOrEnds(SocketChannel node, ByteBuffer bytes) {
        try {
            while (node.write(bytes) > 0) {
                if (!bytes.hasRemaining()) {
                    bytes.rewind();
                }
            }
        } catch (IOException ended) {
            assertThat(ended).hasMessageMatching("Broken pipe|Connection reset.*");
        }
    }

    @Test
    void shouldHearTheByeOfWhoHasGoneWithoutReading() throws IOException {
        SocketChannel node = stranger();
        node.write(FrameCodec.encode(Hello.of("camera", 2, "secret")));
        node.write(FrameCodec.encode(new Frame.Bye()));
        node.close();

        await().until(() -> notes.said.size() == 3);
        assertThat(notes.said).containsExactly("hello camera 2", "bye", "eof the node has ended");
    }

    @Test
    void shouldEndWhoNeverSaysHello() throws IOException {
        SocketChannel stranger = stranger();
        say(stranger, (byte) 0);
        SupervisorLink link = link();

        nowNs += NodeListener.HELLO_TIMEOUT_NS + 1;
        listener.wakeUp();

        assertThat(readToTheEnd(stranger)).isZero();
        assertThat(link.grow("flags", 1, SECONDS.toNanos(30))).isPresent();
    }
}
