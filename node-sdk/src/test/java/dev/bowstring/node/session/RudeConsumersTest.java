package dev.bowstring.node.session;

import static dev.bowstring.node.Numbers.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import dev.bowstring.node.Diversion;
import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Stop;
import dev.bowstring.transport.control.StopReason;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What users do to the threads of the SDK, and which must go on all the same. */
@Timeout(60)
class RudeConsumersTest extends SourceAndSink {
    @Test
    void shouldGoOnAfterASubscriberThatThrewAnError() throws Exception {
        send(1);
        sink.publisher().subscribe(new Subscriber(1) {
            @Override
            public void onNext(Event event) {
                throw new AssertionError("a test of somebody else");
            }
        });
        await().dontCatchUncaughtExceptions()
                .until(() -> run.account("source/rows", 0).received() == 1);

        send(2);

        assertThat(number(sink.nextEvent().toCompletableFuture().get(10, TimeUnit.SECONDS)))
                .isEqualTo(2);
    }

    @Test
    void shouldTellAWrongRequestThoughNothingComes() {
        Subscriber subscriber = new Subscriber(0);
        sink.publisher().subscribe(subscriber);

        assertThatThrownBy(() -> subscriber.over.get(10, TimeUnit.SECONDS)).hasMessageContaining("rule 3.9");
        assertThat(sink.poll()).isEmpty();
    }

    @Test
    void shouldLetTheLastStageAskInAnotherWay() throws Exception {
        sink.nextEvent();
        CompletableFuture<Optional<Event>> after =
                sink.nextEvent().thenApply(stop -> sink.poll()).toCompletableFuture();

        run.stop("sink", StopReason.REQUESTED);

        assertThat(after.get(10, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void shouldLetAStageOnAnExecutorCloseTheNode() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            sink.executor(executor);
            CompletableFuture<Void> closed =
                    sink.nextEvent().thenAccept(event -> sink.close()).toCompletableFuture();
            CompletableFuture<Event> other = sink.nextEvent().toCompletableFuture();
            send(1);

            closed.get(10, TimeUnit.SECONDS);
            assertThatThrownBy(() -> other.get(10, TimeUnit.SECONDS)).hasMessageContaining("was closed");
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void shouldForgetAnInterruptThatWasLeftOnItsThread() throws Exception {
        CompletableFuture<Thread> interrupted = sink.nextEvent()
                .thenApply(event -> {
                    Thread.currentThread().interrupt();
                    return Thread.currentThread();
                })
                .toCompletableFuture();
        send(1);
        Thread thread = interrupted.get(10, TimeUnit.SECONDS);
        CompletableFuture<Event> next = sink.nextEvent().toCompletableFuture();

        await().until(() -> !thread.isInterrupted());
        send(2);
        assertThat(number(next.get(10, TimeUnit.SECONDS))).isEqualTo(2);
    }

    @Test
    void shouldGoOnReadingForDiversionsAfterOneThatThrew() {
        List<Long> taken = new CopyOnWriteArrayList<>();
        Diversion diversion = sink.divert("rows", new Taker(message -> {
            if (number(message) == 1) {
                throw new IllegalStateException("a bug of the user's");
            }
            taken.add(number(message));
        }));
        diversion.awaiting(true);

        send(1);
        send(2);

        await().until(() -> taken.contains(2L));
        diversion.close();
        assertThat(sink.poll()).isEmpty();
    }

    @Test
    void shouldSleepWhileATickIsDueThatNobodyAsksFor() {
        sink.timer("due").after(Duration.ZERO);
        Diversion diversion = sink.divert("rows", new Taker(message -> {}));
        diversion.awaiting(true);
        long id = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("bowstring-events-sink"))
                .findFirst()
                .orElseThrow()
                .getId();

        await().until(() -> cpuStandsStill(id));
        diversion.close();
    }

    private static boolean cpuStandsStill(long id) {
        long before = ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getThreadCpuTime(id);
        LockSupport.parkNanos(50_000_000); // long enough for a thread that spins to show
        long after = ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getThreadCpuTime(id);
        return before == after;
    }

    @Test
    void shouldDrainWhatThereIsThoughASourceMakesMoreAndMore() {
        sink.merge(
                "endless",
                (Flow.Publisher<Integer>) subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
                    @Override
                    public void request(long n) {
                        for (long i = 0; i < n; i++) {
                            subscriber.onNext(1);
                        }
                    }

                    @Override
                    public void cancel() {
                        // It only answers.
                    }
                }),
                4);

        assertThat(sink.drain()).isNotEmpty();
        assertThat(sink.drain()).isNotEmpty();
    }

    @Test
    void shouldEndAnIterationWithinWhichAnotherHasEnded() {
        run.stop("sink", StopReason.REQUESTED);

        int turns = 0;
        for (Event outer : sink.events()) {
            assertThat(outer).isInstanceOf(Stop.class);
            for (Event inner : sink.events()) {
                throw new AssertionError("Stop is the last: " + inner);
            }
            turns++;
        }

        assertThat(turns).isEqualTo(1);
    }

    private record Taker(java.util.function.Consumer<Message> action) implements Diversion.Taker {
        @Override
        public boolean take(Message message) {
            action.accept(message);
            message.close();
            return true;
        }

        @Override
        public void closed() {
            // The messages are what matters here.
        }

        @Override
        public void stopping() {
            // The messages are what matters here.
        }
    }

    private static class Subscriber implements Flow.Subscriber<Event> {
        final CompletableFuture<Void> over = new CompletableFuture<>();
        private final long demand;

        Subscriber(long demand) {
            this.demand = demand;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(demand);
        }

        @Override
        public void onNext(Event event) {
            throw new AssertionError("nothing was asked for");
        }

        @Override
        public void onError(Throwable failure) {
            over.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            over.complete(null);
        }
    }
}
