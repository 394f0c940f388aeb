package dev.bowstring.node.session;

import static dev.bowstring.node.Numbers.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.Event;
import dev.bowstring.node.External;
import dev.bowstring.node.ExternalSource;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.Numbers;
import dev.bowstring.node.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What comes beside messages, and what is done with them. */
@Timeout(60)
class MixedEventsTest extends SourceAndSink {
    @Test
    void shouldMergeWhatComesFromOutside() {
        ExternalSource<String> words = sink.source("words", 2);
        assertThat(words.offer("one")).isTrue();
        assertThat(words.offer("two")).isTrue();
        assertThat(words.offer("three")).as("it is full").isFalse();
        send(1);
        words.close();

        assertThat(value(sink.next().orElseThrow())).isEqualTo("one");
        assertThat(value(sink.next().orElseThrow())).isEqualTo("two");
        List<Event> last = List.of(sink.next().orElseThrow(), sink.next().orElseThrow());
        assertThat(last).anyMatch(Message.class::isInstance).contains(new InputClosed("words"));
    }

    @Test
    void shouldWakeAConsumerThatSleepsForWhatComesFromOutside() throws Exception {
        BlockingQueue<String> queue = new ArrayBlockingQueue<>(4);
        ExternalSource<String> words = sink.merge("words", queue, 1);
        CompletableFuture<Event> asked = ask(1).get(0);

        queue.put("one");

        assertThat(value(asked.get(10, TimeUnit.SECONDS))).isEqualTo("one");
        words.close();
    }

    @Test
    void shouldTickWhenATimerIsArmedWhileTheConsumerSleeps() throws Exception {
        CompletableFuture<Event> asked = ask(1).get(0);

        sink.timer("retry").after(Duration.ofMillis(1));

        assertThat(asked.get(10, TimeUnit.SECONDS)).isInstanceOf(Tick.class);
    }

    @Test
    void shouldFindAMessageOfOneInputAndKeepTheOthersInOrder() {
        send(1, 2, 3, 4);

        Message three = sink.next("rows", message -> number(message) == 3, Duration.ofSeconds(10))
                .orElseThrow();
        assertThat(number(three)).isEqualTo(3);
        assertThat(sink.next("rows", message -> number(message) == 9, Duration.ZERO))
                .isEmpty();
        List<Long> rest = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            rest.add(number(sink.next().orElseThrow()));
        }
        assertThat(rest).containsExactly(1L, 2L, 4L);
    }

    @Test
    void shouldCopyAMessageThatOutlivesItsPublisher() {
        send(42);
        Message copy = ((Message) sink.next().orElseThrow()).copy();
        assertThat(sink.poll()).isEmpty();
        run.node("source").close();

        assertThat(number(copy)).isEqualTo(42);
        copy.vector(BigIntVector.class).set(0, 43);
        assertThat(number(copy)).isEqualTo(43);
        copy.close();
        assertThatThrownBy(copy::batch).hasMessageContaining("was closed already");
    }

    @Test
    void shouldCopyACopyWhoseOriginalWasGivenBack() {
        Numbers.send(out, 42, Metadata.of("city", "Bern"));
        try (Message copy = ((Message) sink.next().orElseThrow()).copy()) {
            assertThat(sink.poll()).isEmpty();

            try (Message another = copy.copy()) {
                assertThat(number(another)).isEqualTo(42);
                assertThat(another.metadata()).isEqualTo(copy.metadata());
            }
        }
    }

    private static Object value(Event event) {
        return ((External) event).value();
    }
}
