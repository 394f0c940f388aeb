package dev.bowstring.transport.control;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bowstring.transport.layout.HeaderLayout;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class NodeListenerTest {
    private static final int MAX_CONNECTIONS = 3;

    /** Notes what it is told; welcomes who knows the token, and grants growth below 100 MB. */
    private static final class Notes implements NodeHandler {
        final List<String> said = new CopyOnWriteArrayList<>();
        volatile NodeConnection last;

        @Override
        public Frame.HelloReply onHello(NodeConnection node, Hello hello) {
            said.add("hello " + hello.node() + " " + hello.incarnation());
            last = node;
            if (hello.incarnation() == Hello.ATTACHING) {
                return new Frame.Busy("process 4711 is attached as node camera");
            }
            return hello.tokenIs("secret") ? Frames.WELCOME : new Frame.Refused("the token of camera is wrong");
        }

        @Override
        public void onStop(boolean now) {
            said.add("stop " + now);
        }

        @Override
        public void onReady(NodeConnection node) {
            said.add("ready " + node.hello().node());
        }

        @Override
        public void onGrow(NodeConnection node, Frame.Grow request) {
            if (!request.output().equals("x")) { // of the many that nobody reads the answers of
                said.add("grow " + request.output() + " " + request.minBytes());
            }
            boolean fits = request.minBytes() < 100_000_000;
            node.answer(fits ? new Frame.Grown(request.request(), 1, 64 << 20) : Frame.Grown.refused(request));
        }

        @Override
        public void onRead(NodeConnection node, Frame.Read request) {
            said.add("read " + request.outputs() + " " + request.blocking());
            node.answer(
                    request.outputs().contains("camera/frames")
                            ? new Frame.Reading(
                                    List.of(new InputPort(
                                            "in", "camera", "frames", 3, true, 16, 4, 0, false, Optional.empty())),
                                    "")
                            : Frame.Reading.refused("there is no such output"));
        }

        @Override
        public void onCorrupt(NodeConnection node, String input, String what) {
            said.add("corrupt " + input + " " + what);
        }

        @Override
        public void onBye(NodeConnection node) {
            said.add("bye");
        }

        @Override
        public void onEof(NodeConnection node, String why) {
            said.add("eof " + why);
        }
    }

    @TempDir
    Path folder;

    private final Notes notes = new Notes();
    private final AtomicInteger gone = new AtomicInteger();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Path socket;
    private NodeListener listener;
    private Thread supervisor;
    private volatile long nowNs;
    private volatile boolean stopped;

    @BeforeEach
    void listen() {
        socket = folder.resolve("s");
        listener = new NodeListener(socket, notes, MAX_CONNECTIONS, () -> nowNs);
        supervisor = new Thread(() -> {
            while (!stopped) {
                listener.doWork(100);
            }
        });
        supervisor.start();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        stopSupervisor();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("bowstring-link")));
    }

    private void stopSupervisor() throws InterruptedException {
        stopped = true;
        listener.wakeUp();
        supervisor.join();
        listener.close();
    }

    private SupervisorLink link() {
        SupervisorLink link = SupervisorLink.connect(socket, Hello.of("camera", 2, "secret"), gone::incrementAndGet);
        open.add(link);
        return link;
    }

    private SocketChannel stranger() throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        open.add(channel);
        return channel;
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
    void shouldWelcomeANodeAndHearWhatItSays() {
        SupervisorLink link = link();

        assertThat(link.welcome()).isEqualTo(Frames.WELCOME);
        link.ready();
        assertThat(link.grow("flags", 40_000_000, SECONDS.toNanos(30))).contains(new Frame.Grown(1, 1, 64 << 20));
        assertThat(link.grow("flags", 400_000_000, SECONDS.toNanos(30))).isEmpty();
        link.corrupt("image", "slot of another message");
        link.bye();
        link.close();

        await().until(() -> notes.said.size() == 7);
        assertThat(notes.said)
                .containsExactly(
                        "hello camera 2",
                        "ready camera",
                        "grow flags 40000000",
                        "grow flags 400000000",
                        "corrupt image slot of another message",
                        "bye",
                        "eof the node has ended");
        assertThat(gone).hasValue(0);
    }

    @Test
    void shouldTellAToolWhereToReadOrWhyNot() {
        SupervisorLink tool = link();

        List<InputPort> ports = tool.read(List.of("camera/frames"), true);

        assertThat(ports)
                .containsExactly(new InputPort("in", "camera", "frames", 3, true, 16, 4, 0, false, Optional.empty()));
        SupervisorLink other = link();
        assertThatThrownBy(() -> other.read(List.of("camera/nothing"), false))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("refused: there is no such output");
        assertThat(notes.said).contains("read [camera/frames] true", "read [camera/nothing] false");
    }

    @Test
    void shouldTellTheNodeOnceThatTheSupervisorHasGone() throws InterruptedException {
        SupervisorLink link = link();

        stopSupervisor();

        await().until(() -> gone.get() == 1);
        assertThat(link.grow("flags", 1, SECONDS.toNanos(1))).isEmpty();
        link.ready();
        link.bye();
        link.close();
        assertThat(gone).hasValue(1);
        assertThat(socket).doesNotExist();
    }

    @Test
    void shouldNotWaitForAGrowthLongerThanAllowed() throws InterruptedException {
        SupervisorLink link = link();
        stopped = true;
        listener.wakeUp();
        supervisor.join();

        assertThat(link.grow("flags", 1, 1_000_000)).isEmpty();
    }

    @Test
    void shouldSurviveThreadsThatAreInterrupted() {
        SupervisorLink link = link();

        Thread.currentThread().interrupt();
        link.grow("flags", 1, SECONDS.toNanos(30)); // empty, unless the answer came before it looked
        link.ready();
        assertThat(Thread.interrupted()).isTrue();

        assertThat(link.grow("flags", 1, SECONDS.toNanos(30))).isPresent();
        assertThat(gone).hasValue(0);
    }

    @Test
    void shouldTellANodeWhyItIsRefused() {
        Hello wrongToken = Hello.of("camera", 2, "guessed");
        Hello wrongVersion = new Hello(HeaderLayout.VERSION + 1, "camera", 2, "secret", 1);

        assertThatThrownBy(() -> SupervisorLink.connect(socket, wrongToken, gone::incrementAndGet))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("the token of camera is wrong");
        assertThatThrownBy(() -> SupervisorLink.connect(socket, wrongVersion, gone::incrementAndGet))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("has layout version " + (HeaderLayout.VERSION + 1) + ", the runtime has "
                        + HeaderLayout.VERSION + "; use the same Bowstring version");

        assertThat(notes.said).containsExactly("hello camera 2");
        assertThat(gone).hasValue(0);
    }

    @Test
    void shouldTellAProcessThatAnotherIsTakenForItsNode() {
        Hello attaching = Hello.of("camera", Hello.ATTACHING, "secret");

        assertThatThrownBy(() -> SupervisorLink.connect(socket, attaching, gone::incrementAndGet))
                .isInstanceOf(NodeBusyException.class)
                .hasMessage("process 4711 is attached as node camera");
        assertThat(gone).hasValue(0);
    }

    @Test
    void shouldHearFromAnybodyThatTheRunShallStop() {
        assertThat(StopCall.send(socket, false, SECONDS.toNanos(30)))
                .isEqualTo(ProcessHandle.current().pid());
        assertThat(StopCall.send(socket, true, SECONDS.toNanos(30))).isPositive();

        assertThat(notes.said).containsExactly("stop false", "stop true");
    }

    @Test
    void shouldSayThatNobodyAnswersWhoCouldStopTheRun() throws Exception {
        stopped = true;
        listener.wakeUp();
        supervisor.join();

        assertThatThrownBy(() -> StopCall.send(socket, false, 1_000_000))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("cannot be asked to stop: it gives no answer");
        assertThatThrownBy(() -> StopCall.send(folder.resolve("none"), false, 1))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("is the dataflow still running?");
    }

    @Test
    void shouldRefusePathsNoSocketCanHave() {
        Path path = folder.resolve("x".repeat(120));

        assertThatThrownBy(() -> SupervisorLink.connect(path, Hello.of("a", 1, ""), () -> {}))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("the path of a socket may have 107");
        assertThatThrownBy(() -> new NodeListener(path, notes, 1, () -> 0))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("shorter --shm-dir");
    }

    @Test
    void shouldSayWhenThereIsNoSupervisor() {
        assertThatThrownBy(() -> SupervisorLink.connect(folder.resolve("none"), Hello.of("a", 1, ""), () -> {}))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("is the dataflow still running?");
    }

    @Test
    void shouldNotListenWhereSomebodyDoes() {
        assertThatThrownBy(() -> new NodeListener(socket, notes, 1, () -> 0)).isInstanceOf(ControlException.class);
        assertThat(link().welcome()).isEqualTo(Frames.WELCOME);
    }

    @Test
    void shouldKeepTheSocketToItsOwner() throws IOException {
        assertThat(Files.getPosixFilePermissions(socket)).hasSize(2);
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
    void shouldLimitItsConnections() {
        for (int i = 0; i < MAX_CONNECTIONS; i++) {
            link();
        }

        assertThatThrownBy(this::link)
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("the runtime has 3 connections already");
        assertThat(notes.said).hasSize(MAX_CONNECTIONS);
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

    @Test
    void shouldIgnoreAnAnswerToANodeThatHasGone() {
        SupervisorLink link = link();
        NodeConnection node = notes.last;
        link.close();
        await().until(() -> notes.said.contains("eof the node has ended"));

        node.answer(new Frame.Grown(1, 1, 1));

        assertThat(link.grow("flags", 1, 1)).isEmpty();
    }
}
