package dev.bowstring.node.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.node.Event;
import dev.bowstring.node.Failure;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.InputRecovered;
import dev.bowstring.node.Message;
import dev.bowstring.node.NodeRestarted;
import dev.bowstring.node.Stop;
import dev.bowstring.node.session.wait.FakeSignals;
import dev.bowstring.node.session.wait.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InputTimeoutTest {
    private final FakeSignals signals = new FakeSignals();
    private final FakeFeed left = new FakeFeed("left");
    private final FakeFeed right = new FakeFeed("right");
    private long nowNs = 1_000;

    @Test
    void shouldTellSilenceOnItsDeadlineAndOnce() {
        left.timeoutNs = 100;
        EventLoop loop = loop();

        nowNs = 1_099;
        assertThat(all(loop)).isEmpty();
        assertThat(loop.nextDeadlineNs()).isEqualTo(1_100);
        nowNs = 1_100;
        assertThat(loop.getAsBoolean()).isTrue();
        assertThat(all(loop)).containsExactly("silent left");

        nowNs = 5_000;
        assertThat(loop.nextDeadlineNs()).isEqualTo(Feed.NEVER);
        assertThat(loop.getAsBoolean()).isFalse();
        assertThat(all(loop)).isEmpty();
    }

    @Test
    void shouldCountFromTheMessageThatWasHandedOutLast() {
        left.timeoutNs = 100;
        EventLoop loop = loop();
        left.publish(1_010);
        nowNs = 1_090; // its publisher may have waited for this node until now

        assertThat(all(loop)).containsExactly("left@1010");
        assertThat(loop.nextDeadlineNs()).isEqualTo(1_190);
        nowNs = 1_190;
        assertThat(all(loop)).containsExactly("silent left");
    }

    @Test
    void shouldTellTheReturnJustBeforeTheMessageAndInTheOrderOfAll() {
        left.timeoutNs = 100;
        EventLoop loop = loop();
        nowNs = 1_200;
        assertThat(all(loop)).containsExactly("silent left");

        left.publish(1_310, 1_330);
        right.publish(1_300, 1_320);
        nowNs = 1_400;
        assertThat(all(loop)).containsExactly("right@1300", "recovered left", "left@1310", "right@1320", "left@1330");
        nowNs = 1_500;
        assertThat(all(loop)).containsExactly("silent left");
    }

    @Test
    void shouldTellNothingOfASilenceThatIsOver() {
        left.timeoutNs = 100;
        EventLoop loop = loop();
        nowNs = 9_000; // it was busy meanwhile
        left.publish(8_000);

        assertThat(all(loop)).containsExactly("left@8000");
    }

    @Test
    void shouldTellSilenceInTheOrderOfItsDeadline() {
        left.timeoutNs = 100;
        EventLoop loop = loop();
        nowNs = 1_300;
        right.publish(1_050, 1_200);

        assertThat(all(loop)).containsExactly("right@1050", "silent left", "right@1200");
    }

    @Test
    void shouldStaySilentOverARestartOfThePublisher() {
        left.timeoutNs = 100;
        EventLoop loop = loop();
        nowNs = 1_100;
        assertThat(all(loop)).containsExactly("silent left");

        left.restart();
        assertThat(all(loop)).containsExactly("restarted left");
        left.publish(1_150);
        assertThat(all(loop)).containsExactly("recovered left", "left@1150");
    }

    @Test
    void shouldNotEndWhenAllInputsAreSilentButWhenTheyHaveClosed() {
        left.timeoutNs = 100;
        right.timeoutNs = 200;
        EventLoop loop = loop();
        nowNs = 2_000;
        assertThat(all(loop)).containsExactly("silent left", "silent right");
        assertThat(loop.ended()).isFalse();

        left.close();
        right.close();
        assertThat(all(loop)).containsExactly("closed left", "closed right", "stop INPUTS_CLOSED");
    }

    @Test
    void shouldNotCallAnInputSilentWhoseMessagesMayNotBeTaken() {
        left.timeoutNs = 100;
        left.pins = 0;
        EventLoop loop = loop();
        left.publish(1_010);
        nowNs = 2_000;

        assertThat(all(loop)).isEmpty();
        assertThat(loop.starving()).isNotNull();
        assertThat(loop.nextDeadlineNs()).as("nobody wakes for it").isEqualTo(Feed.NEVER);
    }

    @Test
    void shouldKeepWhatASearchComesAcross() {
        left.timeoutNs = 100;
        Input input = new Input(left, () -> nowNs);
        EventLoop loop = new EventLoop(List.of(input), new Timers(() -> nowNs, () -> {}), signals);
        Predicate<Message> wanted = message -> message.publishTimeNs() == 1_300;
        InputSearch search = new InputSearch(input, wanted, new Diversions());
        nowNs = 1_100;
        assertThat(search.find()).isNull();
        left.publish(1_200, 1_300);

        assertThat(search.find()).hasToString("left@1300");
        assertThat(search.isOver()).isFalse();
        assertThat(all(loop)).containsExactly("silent left", "recovered left", "left@1200");
    }

    @Test
    void shouldTellASilenceThatASearchCameAcrossThoughNothingFollows() {
        left.timeoutNs = 100;
        Input input = new Input(left, () -> nowNs);
        EventLoop loop = new EventLoop(List.of(input), new Timers(() -> nowNs, () -> {}), signals);
        InputSearch search = new InputSearch(input, message -> false, new Diversions());
        nowNs = 1_100;
        assertThat(search.find()).isNull();
        assertThat(search.available()).isFalse();

        assertThat(all(loop)).containsExactly("silent left");
        left.publish(1_200);
        assertThat(all(loop)).containsExactly("recovered left", "left@1200");
    }

    @Test
    void shouldHaveNoDeadlineOnceItHasEnded() {
        left.timeoutNs = 100;
        right.timeoutNs = 200;
        EventLoop loop = loop();
        left.close();
        assertThat(all(loop)).containsExactly("closed left");
        assertThat(loop.nextDeadlineNs()).isEqualTo(1_200);

        right.publish(1_010);
        right.corrupt = true;
        assertThat(loop.take()).isInstanceOf(Failure.class);
        assertThat(loop.nextDeadlineNs()).isEqualTo(Feed.NEVER);
    }

    @Test
    void shouldLetGoOfAMessageWhoseReturnWasToldWhenTheNodeCloses() {
        left.timeoutNs = 100;
        left.pins = 1;
        EventLoop loop = loop();
        nowNs = 1_100;
        assertThat(all(loop)).containsExactly("silent left");
        left.publish(1_150);
        assertThat(loop.take()).isEqualTo(new InputRecovered("left"));
        assertThat(left.pins).isZero();

        loop.dropAside();

        assertThat(left.pins).isOne();
    }

    private EventLoop loop() {
        List<Input> inputs =
                Stream.of(left, right).map(feed -> new Input(feed, () -> nowNs)).toList();
        return new EventLoop(inputs, new Timers(() -> nowNs, () -> {}), signals);
    }

    private static List<String> all(EventLoop loop) {
        List<String> events = new ArrayList<>();
        for (Event event = loop.take(); event != null; event = loop.take()) {
            events.add(show(event));
            if (event instanceof Message message) {
                message.close();
            }
        }
        return events;
    }

    private static String show(Event event) {
        if (event instanceof InputClosed closed) {
            return (closed.isFinal() ? "closed " : "silent ") + closed.input();
        } else if (event instanceof InputRecovered recovered) {
            return "recovered " + recovered.input();
        } else if (event instanceof NodeRestarted restart) {
            return "restarted " + restart.input();
        }
        return event instanceof Stop stop ? "stop " + stop.reason() : event.toString();
    }
}
