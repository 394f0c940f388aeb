package dev.bowstring.node.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bowstring.node.External;
import dev.bowstring.node.session.wait.FakeSignals;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An offer that meets the end of the run. */
@Timeout(30)
class SourceFeedTest {
    private final FakeSignals signals = new FakeSignals();
    private final CountDownLatch offering = new CountDownLatch(1);
    private final CountDownLatch drained = new CountDownLatch(1);

    @Test
    void shouldHandOutWhatWasAcceptedWhileTheRunBeganToDrain() throws Exception {
        SourceFeed<String> feed = new SourceFeed<>("words", 1, this::timeOfTheOffer, signals, () -> {});
        FutureTask<Boolean> accepted = new FutureTask<>(() -> feed.offer("last"));
        FutureTask<Boolean> closed = new FutureTask<>(feed::isClosed);
        new Thread(accepted, "offers").start();
        offering.await();

        signals.draining = true;
        Thread reader = new Thread(closed, "reads");
        reader.start();
        await().until(() -> closed.isDone() || reader.getState() == Thread.State.WAITING);
        drained.countDown();

        assertThat(accepted.get()).isTrue();
        assertThat(closed.get()).isFalse();
        assertThat(feed.take()).isEqualTo(Feed.Taking.TAKEN);
        assertThat(((External) feed.event()).value()).isEqualTo("last");
        assertThat(feed.isClosed()).isTrue();
        assertThat(feed.offer("too late")).isFalse();
    }

    @Test
    void shouldAcceptNothingMoreOnceItsEndWasSeen() {
        SourceFeed<String> feed = new SourceFeed<>("words", 1, () -> 0, signals, () -> {});
        signals.draining = true;

        assertThat(feed.isClosed()).isTrue();
        signals.draining = false;

        assertThat(feed.offer("too late")).isFalse();
    }

    /** The offer has found the source open, and has not put its value in. */
    private long timeOfTheOffer() {
        offering.countDown();
        try {
            drained.await();
        } catch (InterruptedException impatient) {
            throw new IllegalStateException(impatient);
        }
        return 1;
    }
}
