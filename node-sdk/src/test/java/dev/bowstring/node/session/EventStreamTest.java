package dev.bowstring.node.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Stop;
import dev.bowstring.node.session.wait.FakeSignals;
import dev.bowstring.node.session.wait.Timers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventStreamTest {
    private final FakeSignals signals = new FakeSignals();
    private final FakeFeed feed = new FakeFeed("rows");
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final EventStream stream = stream();
    private long nowNs = 1_000;
    private Runnable whileWaiting = () -> {};

    @Test
    void shouldGiveAMessageBackWhenTheLoopTurns() {
        feed.publish(10, 20).close();
        List<FakeFeed.FakeMessage> seen = new ArrayList<>();

        for (Event event : stream) {
            if (event instanceof FakeFeed.FakeMessage message) {
                assertThat(seen).allMatch(before -> before.closed);
                assertThat(message.closed).isFalse();
                seen.add(message);
            }
        }

        assertThat(seen).hasSize(2).allMatch(message -> message.closed);
    }

    @Test
    void shouldKeepARetainedMessageUntilItIsClosed() {
        feed.publish(10, 20);

        Message first = ((Message) stream.poll().orElseThrow()).retain();
        stream.poll();

        assertThat(((FakeFeed.FakeMessage) first).closed).isFalse();
    }

    @Test
    void shouldAnswerNothingWhenTheTimeIsOver() {
        assertThat(stream.next(nowNs + 500)).isEmpty();
        assertThat(nowNs).isEqualTo(1_500);
    }

    @Test
    void shouldAnswerAtOnceWhenThereIsSomething() {
        feed.publish(10);

        assertThat(stream.next(nowNs + 500)).isPresent();
        assertThat(nowNs).isEqualTo(1_000);
    }

    @Test
    void shouldWakeUpForWhatComesMeanwhile() {
        whileWaiting = () -> feed.publish(10);

        assertThat(stream.next(Long.MAX_VALUE))
                .hasValueSatisfying(event -> assertThat(event).hasToString("rows@10"));
    }

    @Test
    void shouldDrainAllThereIsAndHoldItTogether() {
        feed.publish(10, 20, 30);

        List<Event> events = stream.drain();

        assertThat(events).hasToString("[rows@10, rows@20, rows@30]");
        assertThat(events).noneMatch(event -> ((FakeFeed.FakeMessage) event).closed);
        stream.poll();
        assertThat(events).allMatch(event -> ((FakeFeed.FakeMessage) event).closed);
    }

    @Test
    void shouldDrainNoMoreThanMayBeHeld() {
        feed.pins = 2;
        feed.publish(10, 20, 30);

        assertThat(stream.drain()).hasSize(2);
        assertThat(stream.drain()).hasSize(1);
    }

    @Test
    void shouldEndTheIterationAfterStop() {
        signals.stop = Stop.Reason.REQUESTED;
        Iterator<Event> events = stream.iterator();

        assertThat(events.next()).isEqualTo(new Stop(Stop.Reason.REQUESTED));
        assertThat(events.hasNext()).isFalse();
        assertThat(stream.next(Long.MAX_VALUE)).isEmpty();
        assertThat(stream.ended()).isTrue();
    }

    @Test
    void shouldEndTheIterationWhenTheNodeIsClosed() {
        whileWaiting = () -> signals.closed = true;

        assertThat(stream.iterator().hasNext()).isFalse();
    }

    @Test
    void shouldContinueInASecondIterationWhereTheFirstWasLeft() {
        feed.publish(10, 20);

        assertThat(stream.iterator().next()).hasToString("rows@10");
        assertThat(stream.iterator().next()).hasToString("rows@20");
    }

    @Test
    void shouldRefuseASecondConsumerWhileTheFirstOneIterates() throws InterruptedException {
        feed.publish(10, 20);
        stream.iterator().next();

        assertThat(inAnotherThread(stream::poll))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining(
                        "read by thread '" + Thread.currentThread().getName() + "' already");
        assertThat(stream.poll()).isPresent();
    }

    @Test
    void shouldRefuseASecondConsumerWhileTheFirstOneWaits() {
        AtomicReference<Throwable> refused = new AtomicReference<>();
        whileWaiting = () -> {
            refused.set(inAnotherThread(stream::drain));
            feed.publish(10);
        };

        assertThat(stream.next(Long.MAX_VALUE)).isPresent();
        assertThat(refused.get()).isInstanceOf(NodeException.class);
    }

    @Test
    void shouldLetThreadsTakeTurnsWithSingleCalls() {
        feed.publish(10, 20);

        assertThat(stream.poll()).isPresent();
        assertThat(inAnotherThread(() -> assertThat(stream.poll()).isPresent())).isNull();
    }

    @Test
    void shouldLetAnotherThreadGoOnOnceTheThreadThatIteratedHasEnded() {
        feed.publish(10, 20);
        inAnotherThread(() -> stream.iterator().next());

        assertThat(stream.iterator().next()).hasToString("rows@20");
    }

    @Test
    void shouldLetAnotherThreadAskOnceAnIterationHasEnded() {
        feed.close();
        stream.forEach(event -> {});

        assertThat(inAnotherThread(() -> assertThat(stream.poll()).isEmpty())).isNull();
    }

    @Test
    void shouldLeaveWhatAnIterationLookedAtToWhoAsksNext() {
        feed.publish(10, 20, 30);
        Iterator<Event> iteration = stream.iterator();
        assertThat(iteration.hasNext()).isTrue();

        assertThat(stream.poll().orElseThrow()).hasToString("rows@10");
        assertThat(iteration.hasNext()).isTrue();
        assertThat(stream.iterator().next()).hasToString("rows@20");
        assertThat(iteration.next()).hasToString("rows@30");
    }

    @Test
    void shouldFailWhenInterruptedAndKeepTheFlag() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> stream.next(Long.MAX_VALUE))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldSayOnceThatANodeHoldsEverythingItCouldRead() {
        feed.pins = 0;
        feed.publish(10);

        stream.next(nowNs + 5_000_000_000L);
        stream.next(nowNs + 5_000_000_000L);

        assertThat(logged.toString()).containsOnlyOnce("max_held").contains("\"input\":\"rows\"");
    }

    private EventStream stream() {
        EventLoop loop =
                new EventLoop(List.of(new Input(feed, () -> nowNs)), new Timers(() -> nowNs, () -> {}), signals);
        return new EventStream(
                loop,
                signals,
                new Consumer("node"),
                new EventStream.Waiter(this::await, () -> nowNs),
                new JsonLog("node", Clock.systemUTC(), () -> new PrintStream(logged, true)));
    }

    private boolean await(BooleanSupplier look, long deadlineNs) {
        whileWaiting.run();
        if (!look.getAsBoolean() && deadlineNs != Long.MAX_VALUE) {
            nowNs = deadlineNs;
        }
        return look.getAsBoolean();
    }

    private static Throwable inAnotherThread(Runnable action) {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            try {
                action.run();
            } catch (RuntimeException | AssertionError failure) {
                thrown.set(failure);
            } finally {
                done.countDown();
            }
        });
        thread.start();
        try {
            done.await();
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        return thrown.get();
    }
}
