package dev.bowstring.node.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.node.Event;
import dev.bowstring.node.Failure;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Message;
import dev.bowstring.node.Stop;
import dev.bowstring.node.Tick;
import dev.bowstring.node.session.wait.FakeSignals;
import dev.bowstring.node.session.wait.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventLoopTest {
    private final FakeSignals signals = new FakeSignals();
    private final FakeFeed left = new FakeFeed("left");
    private final FakeFeed right = new FakeFeed("right");
    private long nowNs = 1_000;

    @Test
    void shouldHandOutTheEarliestPublishedOfAllInputsFirst() {
        EventLoop loop = loop(left, right);
        left.publish(10, 40, 50);
        right.publish(20, 30, 60);

        assertThat(all(loop)).containsExactly("left@10", "right@20", "right@30", "left@40", "left@50", "right@60");
    }

    @Test
    void shouldBreakTiesByDeclaration() {
        EventLoop loop = loop(right, left);
        left.publish(10);
        right.publish(10);

        assertThat(all(loop)).containsExactly("right@10", "left@10");
    }

    @Test
    void shouldSayOnceThatAnInputHasClosedAfterItsLastMessage() {
        EventLoop loop = loop(left, right);
        left.publish(10, 20);
        left.close();

        assertThat(all(loop)).containsExactly("left@10", "left@20", "closed left");
        assertThat(all(loop)).isEmpty();
        assertThat(loop.ended()).isFalse();
    }

    @Test
    void shouldHandOutOlderMessagesOfOtherInputsBeforeAnEndAndYoungerOnesAfterIt() {
        EventLoop loop = loop(left, right);
        left.close();
        right.publish(10);
        nowNs = 20;

        assertThat(loop.take()).hasToString("right@10");
        right.publish(30);
        assertThat(all(loop)).containsExactly("closed left", "right@30");
    }

    @Test
    void shouldStopOnceAllInputsHaveClosedAndThenEnd() {
        EventLoop loop = loop(left, right);
        left.publish(10).close();
        right.close();

        assertThat(all(loop)).containsExactly("left@10", "closed left", "closed right", "stop INPUTS_CLOSED");
        assertThat(loop.ended()).isTrue();
        assertThat(loop.take()).isNull();
    }

    @Test
    void shouldNotWaitForAnInputFromItsOwnCycleButHandOutWhatItHeld() {
        FakeFeed feedback = new FakeFeed("feedback", false);
        EventLoop loop = loop(left, feedback);
        feedback.publish(500, 5_000);
        left.close();

        assertThat(all(loop)).containsExactly("feedback@500", "closed left", "stop INPUTS_CLOSED");
    }

    @Test
    void shouldGoOnUntilStopWhenAllInputsAreFromItsOwnCycle() {
        FakeFeed feedback = new FakeFeed("feedback", false);
        EventLoop loop = loop(feedback);
        feedback.close();

        assertThat(all(loop)).containsExactly("closed feedback");
        assertThat(loop.ended()).isFalse();
        signals.stop = Stop.Reason.REQUESTED;
        assertThat(all(loop)).containsExactly("stop REQUESTED");
    }

    @Test
    void shouldGoOnUntilStopWithoutInputsAndTimers() {
        EventLoop loop = loop();

        assertThat(loop.take()).isNull();
        signals.stop = Stop.Reason.GRACE_EXPIRED;
        assertThat(all(loop)).containsExactly("stop GRACE_EXPIRED");
    }

    @Test
    void shouldLetStopOvertakeEverything() {
        EventLoop loop = loop(left);
        left.publish(10, 20);
        signals.stop = Stop.Reason.REQUESTED;

        assertThat(all(loop)).containsExactly("stop REQUESTED");
        assertThat(loop.ended()).isTrue();
    }

    @Test
    void shouldTickInTheOrderOfDeadlinesAmongMessages() {
        EventLoop loop = loop(List.of(new Beat("slow", 300, 0), new Beat("fast", 200, 0)), left);
        left.publish(100, 250, 350);
        nowNs = 399;

        assertThat(all(loop)).containsExactly("left@100", "fast 200+0", "left@250", "slow 300+0", "left@350");
        nowNs = 400;
        assertThat(all(loop)).containsExactly("fast 400+0");
    }

    @Test
    void shouldNotTickBeforeTheDeadline() {
        EventLoop loop = loop(List.of(new Beat("beat", 100, 1_000)), left);

        nowNs = 1_099;
        assertThat(loop.take()).isNull();
        nowNs = 1_100;
        assertThat(all(loop)).containsExactly("beat 1100+0");
        assertThat(loop.nextDeadlineNs()).isEqualTo(1_200);
    }

    @Test
    void shouldNotBeKeptAliveByTimers() {
        EventLoop loop = loop(List.of(new Beat("beat", 100, 1_000)), left);
        left.close();

        assertThat(all(loop)).containsExactly("closed left", "stop INPUTS_CLOSED");
    }

    @Test
    void shouldNotStarveATimerByAFlood() {
        EventLoop loop = loop(List.of(new Beat("beat", 100, 1_000)), left);
        int ticks = 0;
        for (int i = 0; i < 1_000; i++) {
            left.publish(nowNs); // as fast as it is read
            nowNs += 10;
            ticks += loop.take() instanceof Tick ? 1 : 0;
        }

        assertThat(ticks).isBetween(95, 100);
    }

    @Test
    void shouldReportACorruptInputAndCloseItAndGoOn() {
        EventLoop loop = loop(left, right);
        left.publish(10);
        left.corrupt = true;
        right.publish(20);

        assertThat(all(loop)).containsExactly("failure left length=-1", "right@20", "closed left");
    }

    @Test
    void shouldLeaveOutAnInputOfWhichTooMuchIsHeldUntilSomethingIsGivenBack() {
        EventLoop loop = loop(left, right);
        left.pins = 1;
        left.publish(10, 20);
        right.publish(30);

        Event first = loop.take();
        assertThat(all(loop)).containsExactly("right@30");
        assertThat(loop.getAsBoolean()).isFalse();
        assertThat(loop.starving()).isNotNull();

        ((Message) first).close();
        assertThat(loop.getAsBoolean()).isTrue();
        assertThat(all(loop)).containsExactly("left@20");
    }

    @Test
    void shouldMergeAnyNumberOfInputsInOrder() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<FakeFeed> feeds = Stream.of("a", "b", "c", "d").map(FakeFeed::new).toList();
        EventLoop loop = loop(feeds.toArray(FakeFeed[]::new));
        for (long time = 0; time < 1_000; time++) {
            feeds.get(random.nextInt(feeds.size())).publish(time);
        }

        List<Long> times = new ArrayList<>();
        for (Event event = loop.take(); event != null; event = loop.take()) {
            times.add(((Message) event).publishTimeNs());
            ((Message) event).close();
        }
        assertThat(times).as("seed %d", seed).hasSize(1_000).isSorted();
    }

    private EventLoop loop(FakeFeed... feeds) {
        return loop(List.of(), feeds);
    }

    private record Beat(String id, long periodNs, long startNs) {}

    private Timers timers(List<Beat> beats) {
        Timers timers = new Timers(() -> nowNs, () -> {});
        beats.forEach(beat -> timers.add(beat.id()).start(beat.startNs(), beat.periodNs()));
        return timers;
    }

    private EventLoop loop(List<Beat> timers, FakeFeed... feeds) {
        List<Input> inputs =
                Stream.of(feeds).map(feed -> new Input(feed, () -> nowNs)).toList();
        return new EventLoop(inputs, timers(timers), signals);
    }

    private static List<String> all(EventLoop loop) {
        List<String> events = new ArrayList<>();
        for (Event event = loop.take(); event != null; event = loop.take()) {
            events.add(show(event));
        }
        return events;
    }

    private static String show(Event event) {
        if (event instanceof Tick tick) {
            return tick.timer() + " " + tick.scheduledNs() + "+" + tick.missed();
        } else if (event instanceof InputClosed closed) {
            return "closed " + closed.input();
        } else if (event instanceof Stop stop) {
            return "stop " + stop.reason();
        } else if (event instanceof Failure failure) {
            return "failure " + failure.input() + " " + failure.reason();
        }
        return event.toString();
    }
}
