package dev.bowstring.node.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bowstring.node.Event;
import dev.bowstring.node.External;
import dev.bowstring.node.ExternalSource;
import dev.bowstring.node.Failure;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Node;
import dev.bowstring.node.RunFixture;
import dev.bowstring.node.Stop;
import dev.bowstring.transport.control.StopReason;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes from outside the dataflow. */
@Timeout(30)
class SourcesTest {
    @TempDir
    Path directory;

    private RunFixture run;
    private Node node;

    @BeforeEach
    void start() {
        run = new RunFixture(directory).declare("node").start();
        node = run.node("node");
    }

    @AfterEach
    void close() {
        run.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("bowstring-")));
    }

    @Test
    void shouldMergeAReactiveStreamAndEndWithIt() {
        try (SubmissionPublisher<Integer> numbers = new SubmissionPublisher<>(Runnable::run, 256)) {
            node.merge("numbers", numbers, 4);
            CompletableFuture<Void> producer = CompletableFuture.runAsync(() -> {
                IntStream.range(0, 1_000).forEach(numbers::submit);
                numbers.close();
            });

            List<Object> values = readAll();

            producer.join();
            assertThat(values.subList(0, 1_000))
                    .containsExactlyElementsOf(IntStream.range(0, 1_000).boxed().toList());
            assertThat(values.subList(1_000, values.size()))
                    .containsExactly(new InputClosed("numbers"), new Stop(Stop.Reason.INPUTS_CLOSED));
        }
    }

    @Test
    void shouldTurnTheErrorOfAReactiveStreamIntoAFailureBehindItsValues() {
        try (SubmissionPublisher<String> words = new SubmissionPublisher<>(Runnable::run, 8)) {
            node.merge("words", words, 4);
            words.submit("last");
            words.closeExceptionally(new IOException("gone"));

            assertThat(readAll())
                    .containsExactly(
                            "last",
                            new Failure("words", "java.io.IOException: gone"),
                            new InputClosed("words"),
                            new Stop(Stop.Reason.INPUTS_CLOSED));
        }
    }

    @Test
    void shouldFailAtOnceWhenNothingIsInIt() {
        node.source("words", 1).fail("no line");

        assertThat(readAll()).startsWith(new Failure("words", "no line"), new InputClosed("words"));
    }

    @Test
    void shouldTakeFromAQueueNoMoreThanThereIsRoomFor() {
        BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(10);
        IntStream.range(0, 10).forEach(queue::add);
        ExternalSource<Integer> source = node.merge("queue", queue, 3);

        await().until(() -> source.size() == 3);
        assertThat(queue).hasSize(7);
        for (int i = 0; i < 10; i++) {
            assertThat(value(node.next(Duration.ofSeconds(10)).orElseThrow())).isEqualTo(i);
        }
        source.close();
        assertThat(node.next()).contains(new InputClosed("queue"));
    }

    @Test
    void shouldReadAPipeUntilItsEnd() throws Exception {
        Pipe pipe = Pipe.open();
        node.merge("pipe", pipe.source(), 4, 2);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(pipe, "hello, world"));

        StringBuilder text = new StringBuilder();
        for (Object value : readAll()) {
            if (value instanceof ByteBuffer chunk) {
                text.append(StandardCharsets.UTF_8.decode(chunk));
            }
        }

        writer.join();
        assertThat(text).hasToString("hello, world");
        assertThat(pipe.source().isOpen()).isFalse();
    }

    private static void write(Pipe pipe, String text) {
        try (Pipe.SinkChannel sink = pipe.sink()) {
            sink.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Test
    void shouldReadASocketAndCloseItWithTheNode() throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(directory.resolve("s")));
            try (SocketChannel ours = SocketChannel.open(server.getLocalAddress());
                    SocketChannel theirs = server.accept()) {
                node.merge("socket", ours, 64, 2);
                theirs.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));

                assertThat(((ByteBuffer) value(node.next(Duration.ofSeconds(10)).orElseThrow())).remaining())
                        .isEqualTo(3);
                node.close();
                assertThat(ours.isOpen()).isFalse();
            }
        }
    }

    @Test
    void shouldMakeAProducerWaitForRoomAndSendItHomeWhenTheNodeStops() throws Exception {
        ExternalSource<String> source = node.source("words", 1);
        source.put("first");
        CompletableFuture<Boolean> second = put(source, "second");
        assertThat(value(node.next().orElseThrow())).isEqualTo("first");
        assertThat(second.get(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Boolean> third = put(source, "third");

        run.stop("node", StopReason.REQUESTED);

        assertThat(third.get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(source.offer("fourth")).isFalse();
        assertThat(readAll()).endsWith(new Stop(Stop.Reason.REQUESTED));
    }

    @Test
    void shouldRefuseAChannelThatDoesNotBlock() throws Exception {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);

        assertThatThrownBy(() -> node.merge("pipe", pipe.source(), 4, 2))
                .hasMessageContaining("configureBlocking(true)");
        pipe.source().close();
        pipe.sink().close();
    }

    @Test
    void shouldFailWithAChannelThatIsNotConnected() throws Exception {
        try (DatagramChannel channel = DatagramChannel.open()) {
            node.merge("datagrams", channel, 64, 2);

            assertThat(readAll())
                    .startsWith(
                            new Failure("datagrams", "java.nio.channels.NotYetConnectedException"),
                            new InputClosed("datagrams"));
        }
    }

    @Test
    void shouldForgetASourceOnceItsEndWasHandedOut() {
        WeakReference<ExternalSource<String>> ended = endedSource();

        await().until(() -> {
            System.gc();
            return ended.get() == null;
        });
    }

    private WeakReference<ExternalSource<String>> endedSource() {
        ExternalSource<String> source = node.source("words", 1);
        source.offer("last");
        source.close();
        assertThat(node.next()).get().isInstanceOf(External.class);
        assertThat(node.next()).contains(new InputClosed("words"));
        return new WeakReference<>(source);
    }

    @Test
    void shouldFailWithAQueueThatThrows() {
        node.merge("queue", new RudeQueue(), 2);

        assertThat(readAll())
                .startsWith(
                        new Failure("queue", "java.lang.IllegalStateException: no more of this"),
                        new InputClosed("queue"));
    }

    private static final class RudeQueue extends ArrayBlockingQueue<Integer> {
        private static final long serialVersionUID = 1;

        RudeQueue() {
            super(1);
        }

        @Override
        public Integer poll(long timeout, TimeUnit unit) {
            throw new IllegalStateException("no more of this");
        }
    }

    @Test
    void shouldSubscribeToAPublisherThatWaitsForAThreadAtTheSameNode() {
        Flow.Publisher<String> publisher = subscriber -> {
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> node.timer("late"));
            assertThat(other).succeedsWithin(Duration.ofSeconds(10));
            new Line(subscriber);
        };

        node.merge("words", publisher, 1);

        assertThatThrownBy(() -> node.source("late", 1)).hasMessageContaining("'late' already");
    }

    @Test
    void shouldEndASourceWhosePublisherThrows() {
        Flow.Publisher<String> publisher = subscriber -> {
            throw new IllegalStateException("not today");
        };

        assertThatThrownBy(() -> node.merge("words", publisher, 1)).hasMessage("not today");

        assertThat(readAll()).containsExactly(new InputClosed("words"), new Stop(Stop.Reason.INPUTS_CLOSED));
    }

    @Test
    void shouldNotCancelWhatHasEndedByItself() {
        List<Line> lines = new ArrayList<>();
        node.merge("completes", (Flow.Publisher<String>) to -> lines.add(new Line(to)), 1);
        node.merge("fails", (Flow.Publisher<String>) to -> lines.add(new Line(to)), 1);
        ExternalSource<String> ended = node.merge("goes on", to -> lines.add(new Line(to)), 1);

        lines.get(0).to.onComplete();
        lines.get(1).to.onError(new IOException("gone"));
        ended.close();

        assertThat(lines).extracting(line -> line.cancelled).containsExactly(0, 0, 1);
    }

    /** A subscription that counts how often it is cancelled. */
    private static final class Line implements Flow.Subscription {
        private final Flow.Subscriber<? super String> to;
        private int cancelled;

        Line(Flow.Subscriber<? super String> to) {
            this.to = to;
            to.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            // It has nothing to say.
        }

        @Override
        public void cancel() {
            cancelled++;
        }
    }

    @Test
    void shouldFreeANameOnceItsEndWasHandedOut() {
        ExternalSource<String> other = node.source("other", 1);
        for (int i = 0; i < 3; i++) {
            ExternalSource<String> words = node.source("words", 1);
            words.offer("hello");
            words.close();
            assertThatThrownBy(() -> node.source("words", 1)).hasMessageContaining("'words' already");
            assertThat(value(node.next().orElseThrow())).isEqualTo("hello");
            assertThat(node.next()).contains(new InputClosed("words"));
        }

        other.close();
        assertThat(readAll()).containsExactly(new InputClosed("other"), new Stop(Stop.Reason.INPUTS_CLOSED));
    }

    @Test
    void shouldRefuseANameThatIsTaken() {
        node.source("words", 1);

        assertThatThrownBy(() -> node.source("words", 1)).hasMessageContaining("'words' already");
        assertThatThrownBy(() -> node.timer("words")).hasMessageContaining("'words' already");
        assertThatThrownBy(() -> node.source("none", 0)).hasMessageContaining("capacity of 0");
    }

    private static CompletableFuture<Boolean> put(ExternalSource<String> source, String value) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return source.put(value);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
    }

    private List<Object> readAll() {
        List<Object> values = new ArrayList<>();
        node.events().forEach(event -> values.add(value(event)));
        return values;
    }

    private static Object value(Event event) {
        return event instanceof External external ? external.value() : event;
    }
}
