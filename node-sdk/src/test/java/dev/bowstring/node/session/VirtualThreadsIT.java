package dev.bowstring.node.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Numbers;
import dev.bowstring.node.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that cost nothing to block; run with the tests of processes, since those are for every JDK. */
@Tag("process")
@Timeout(120)
class VirtualThreadsIT extends SourceAndSink {
    private static final int MANY = 4 * Runtime.getRuntime().availableProcessors();

    @BeforeEach
    void assumeVirtualThreads() {
        Assumptions.assumeTrue(Runtime.version().feature() >= 21, "the JDK has no virtual threads");
    }

    @Test
    void shouldBlockAVirtualThreadOnAStage() throws Exception {
        List<Long> received = new ArrayList<>();
        Thread reader = startVirtual(() -> {
            while (received.size() < 100) {
                Message message =
                        (Message) sink.nextEvent().toCompletableFuture().join();
                received.add(Numbers.number(message));
                message.close();
            }
        });
        Thread writer = startVirtual(() -> {
            for (long i = 0; i < 100; i++) {
                try (BigIntVector vector = Numbers.vector(out, i)) {
                    out.sendAsync(vector).toCompletableFuture().join();
                }
            }
        });
        join(writer);
        join(reader);

        assertThat(received)
                .containsExactlyElementsOf(LongStream.range(0, 100).boxed().toList());
    }

    @Test
    void shouldNotHoldTheCarriersOfThreadsThatWaitForRoom() throws Exception {
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            senders.add(startVirtual(() -> send(LongStream.range(0, 50).toArray())));
        }
        await().until(() -> run.waitsFor("source/rows").reader() == 0); // they have waited for a second
        AtomicInteger received = new AtomicInteger();
        Thread reader = startVirtual(() -> {
            while (received.get() < MANY * 50) {
                Numbers.next(sink);
                received.incrementAndGet();
            }
        });

        join(reader);
        for (Thread sender : senders) {
            join(sender);
        }
        assertThat(received).hasValue(MANY * 50);
    }

    @Test
    void shouldNotHoldTheCarriersOfThreadsThatWaitForEvents() throws Exception {
        List<Node> nodes = List.of(sink, run.node("source"));
        List<Thread> readers = new ArrayList<>();
        AtomicInteger ended = new AtomicInteger();
        for (Node node : nodes) {
            readers.add(startVirtual(() -> {
                node.next(Duration.ofDays(1));
                ended.incrementAndGet();
            }));
        }
        Thread batches = startVirtual(() -> {
            Output rows = run.output("source/rows");
            for (int i = 0; i < 10; i++) {
                try (BigIntVector vector = Numbers.vector(rows, i)) {
                    rows.send(vector);
                }
            }
        });
        join(batches);
        join(readers.get(0));
        run.node("source").close();
        join(readers.get(1));
        assertThat(ended).hasValue(2);
    }

    @Test
    void shouldEndTheWaitOfAVirtualThreadThatIsInterrupted() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread reader = startVirtual(() -> {
            try {
                sink.next();
            } catch (NodeException interrupted) {
                thrown.set(Thread.currentThread().isInterrupted() ? interrupted : new AssertionError("no flag"));
            }
        });
        await().until(() -> reader.getState() == Thread.State.WAITING);

        reader.interrupt();

        join(reader);
        assertThat(thrown.get()).isInstanceOf(NodeException.class).hasMessageContaining("interrupted");
        send(1);
        assertThat(sink.next()).isPresent();
    }

    private static Thread startVirtual(Runnable action) {
        try {
            return (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, action);
        } catch (ReflectiveOperationException old) {
            throw new IllegalStateException(old);
        }
    }

    private static void join(Thread thread) throws InterruptedException {
        thread.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(thread.isAlive()).as("still runs").isFalse();
    }
}
