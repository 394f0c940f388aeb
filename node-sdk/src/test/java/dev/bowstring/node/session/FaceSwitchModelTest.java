package dev.bowstring.node.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import dev.bowstring.node.RunFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A random walk over all ways of asking, while messages arrive: stages that are cancelled or time out, subscribers that
 * come and go, and blocking calls in between. Nothing is lost, delivered twice, out of order or kept.
 */
@Timeout(120)
class FaceSwitchModelTest {
    private static final int MESSAGES = 20_000;

    private final List<Long> received = new ArrayList<>();
    private Node sink;
    private Random random;

    @Test
    void shouldDeliverEverythingOnceHoweverItIsAskedFor(@TempDir Path directory) throws Exception {
        long seed = Long.getLong("bowstring.seed", new Random().nextLong());
        random = new Random(seed);
        try (RunFixture run = new RunFixture(directory)
                .output("source", "rows")
                .blocking("sink", "rows", "source/rows", 10)
                .start()) {
            sink = run.node("sink");
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> send(run, seed));
            while (received.size() < MESSAGES) {
                switch (random.nextInt(5)) {
                    case 0 -> askForStages();
                    case 1 -> askWithTimeout();
                    case 2 -> subscribe();
                    case 3 -> iterate();
                    default ->
                        sink.next(Duration.ofNanos(random.nextInt(50_000))).ifPresent(this::take);
                }
            }
            sender.get(10, TimeUnit.SECONDS);
            assertThat(received)
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(
                            LongStream.range(0, MESSAGES).boxed().toList());
            assertThat(sink.poll()).as("seed %d", seed).isEmpty();
            assertThat(run.account("source/rows", 0).received()).isEqualTo(MESSAGES);
        }
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("bowstring-")));
    }

    @Test
    void shouldEndEveryStageAndLeaveNothingWheneverTheNodeIsClosed(@TempDir Path directory) throws Exception {
        long seed = Long.getLong("bowstring.seed", new Random().nextLong());
        random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            try (RunFixture run = new RunFixture(directory.resolve("r" + round))
                    .output("source", "rows")
                    .lossy("sink", "rows", "source/rows", 10)
                    .start()) {
                sink = run.node("sink");
                CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> send(run, seed));
                List<CompletableFuture<Event>> asked = new ArrayList<>();
                for (int i = 0; i < 30; i++) {
                    asked.add(sink.nextEvent().toCompletableFuture());
                }
                asked.get(random.nextInt(12)).get(10, TimeUnit.SECONDS);

                sink.close();

                assertThat(asked).as("seed %d", seed).allMatch(CompletableFuture::isDone);
                for (CompletableFuture<Event> stage : asked) {
                    if (!stage.isCompletedExceptionally()) {
                        ((Message) stage.join()).close();
                    }
                }
                run.stop("source", dev.bowstring.transport.control.StopReason.REQUESTED);
                sender.get(10, TimeUnit.SECONDS);
            }
        }
    }

    private static void send(RunFixture run, long seed) {
        Random pauses = new Random(seed);
        Output output = run.output("source/rows");
        try (BigIntVector vector = new BigIntVector("n", output.allocator())) {
            for (int i = 0; i < MESSAGES; i++) {
                vector.setSafe(0, i);
                vector.setValueCount(1);
                output.send(vector);
                if (pauses.nextInt(20) == 0) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    /** Some are cancelled; those that cannot be any more have their event. */
    private void askForStages() throws Exception {
        List<CompletableFuture<Event>> asked = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            asked.add(sink.nextEvent().toCompletableFuture());
        }
        boolean all = random.nextInt(3) > 0 || MESSAGES - received.size() < 10;
        for (CompletableFuture<Event> stage : asked) {
            if (all || random.nextBoolean()) {
                stage.cancel(false);
            }
        }
        for (CompletableFuture<Event> stage : asked) {
            if (!stage.isCancelled()) {
                take(stage.get(10, TimeUnit.SECONDS));
            }
        }
    }

    private void askWithTimeout() throws Exception {
        List<CompletableFuture<Optional<Event>>> asked = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            asked.add(sink.nextEvent(Duration.ofNanos(random.nextInt(300_000))).toCompletableFuture());
        }
        for (CompletableFuture<Optional<Event>> stage : asked) {
            stage.get(10, TimeUnit.SECONDS).ifPresent(this::take);
        }
    }

    /** A loop that is left. */
    private void iterate() {
        int most = Math.min(random.nextInt(12) + 1, MESSAGES - received.size());
        Iterator<Event> loop = sink.events().iterator();
        for (int i = 0; i < most; i++) {
            take(loop.next());
        }
        if (received.size() < MESSAGES && random.nextBoolean()) {
            assertThat(loop.hasNext()).isTrue(); // waits for one, and leaves it to whoever asks next
        }
    }

    private void subscribe() throws Exception {
        Passing passing = new Passing(random.nextInt(14) + 1, random.nextInt(10) + 1);
        sink.publisher().subscribe(passing);
        if (random.nextInt(4) == 0) {
            passing.cancel(); // from another thread than the one that signals
        } else if (MESSAGES - received.size() > 30) {
            passing.over.get(10, TimeUnit.SECONDS);
        } else {
            passing.cancel();
        }
        assertThat(sink.ended()).isFalse();
        sink.isEmpty(); // any other way of asking waits until the subscriber was called for the last time
        passing.taken().forEach(this::take);
    }

    private void take(Event event) {
        Message message = (Message) event;
        received.add(message.vector(BigIntVector.class).get(0));
        message.close();
    }

    /** Takes so many events, in batches, and cancels; it keeps what it got. */
    private static final class Passing implements Flow.Subscriber<Event> {
        final CompletableFuture<Void> over = new CompletableFuture<>();
        private final List<Event> events = new ArrayList<>();
        private final int most;
        private final int batch;
        private Flow.Subscription subscription;
        private boolean cancelled;

        Passing(int most, int batch) {
            this.most = most;
            this.batch = batch;
        }

        @Override
        public void onSubscribe(Flow.Subscription offered) {
            subscription = offered;
            offered.request(batch);
        }

        @Override
        public synchronized void onNext(Event event) {
            events.add(event);
            if (events.size() == most) {
                subscription.cancel();
                over.complete(null);
            } else if (events.size() % batch == 0) {
                subscription.request(batch);
            }
        }

        @Override
        public void onError(Throwable failure) {
            over.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            over.complete(null);
        }

        synchronized void cancel() {
            if (!cancelled) {
                cancelled = true;
                subscription.cancel();
            }
        }

        synchronized List<Event> taken() {
            return List.copyOf(events);
        }
    }
}
