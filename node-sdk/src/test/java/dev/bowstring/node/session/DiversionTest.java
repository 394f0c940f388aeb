package dev.bowstring.node.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bowstring.node.Diversion;
import dev.bowstring.node.Event;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages that somebody takes out of the stream: here the even ones. */
@Timeout(30)
class DiversionTest extends SourceAndSink {
    private final Queue<Long> even = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;
    private Diversion diversion;

    @BeforeEach
    void divert() {
        diversion = sink.divert("rows", new Diversion.Taker() {
            @Override
            public boolean take(Message message) {
                long number = message.vector(BigIntVector.class).get(0);
                if (number % 2 == 0) {
                    even.add(number);
                    message.close();
                }
                return number % 2 == 0;
            }

            @Override
            public void closed() {
                closed = true;
            }
        });
    }

    @Test
    void shouldTakeItsMessagesBeforeTheConsumerSeesThem() {
        send(1, 2, 3, 4);
        run.end("source");

        assertThat(rest()).containsExactly("1", "3", "closed", "stop");
        assertThat(even).containsExactly(2L, 4L);
        assertThat(closed).isTrue();
    }

    @Test
    void shouldReadWhatIsAwaitedThoughNobodyAsksAndKeepTheRestInOrder() {
        diversion.awaiting(true);
        send(1, 3, 4);

        await().until(() -> even.contains(4L));
        diversion.awaiting(false);
        send(5, 6);
        run.end("source");

        assertThat(rest()).containsExactly("1", "3", "5", "closed", "stop");
        assertThat(even).containsExactly(4L, 6L);
    }

    @Test
    void shouldMakeRoomForAConsumerAndGoOnAfterwards() {
        diversion.awaiting(true);
        send(2);
        await().until(() -> even.contains(2L));

        assertThat(sink.poll()).isEmpty();
        send(4);

        await().until(() -> even.contains(4L));
    }

    @Test
    void shouldLeaveWhatABlockingCallHasLentValidWhileItReads() {
        diversion.awaiting(true);
        send(1);
        Message lent = (Message) sink.next().orElseThrow();
        send(2);
        await().until(() -> even.contains(2L));

        assertThat(lent.vector(BigIntVector.class).get(0)).isEqualTo(1);
    }

    @Test
    void shouldTakeNothingOnceItIsClosed() {
        diversion.close();
        send(2);
        run.end("source");

        assertThat(rest()).containsExactly("2", "closed", "stop");
    }

    @Test
    void shouldRefuseAnInputThatIsNotThere() {
        assertThatThrownBy(() -> sink.next("row", message -> true, Duration.ZERO))
                .hasMessageContaining("has no input 'row'");
    }

    private List<String> rest() {
        List<String> rest = new ArrayList<>();
        for (Event event : sink.events()) {
            if (event instanceof Message message) {
                rest.add(String.valueOf(message.vector(BigIntVector.class).get(0)));
            } else {
                rest.add(event instanceof InputClosed ? "closed" : "stop");
            }
        }
        return rest;
    }
}
