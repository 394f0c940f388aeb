package dev.bowstring.node.flow;

import static dev.bowstring.node.Numbers.assertNothingHeld;
import static dev.bowstring.node.Numbers.get;
import static dev.bowstring.node.Numbers.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Code of the user's that throws where an operator calls it: nothing is wedged, and nothing stays held. */
@Timeout(60)
class RudeSubscribersTest {
    private FlowFixture flow;
    private NodeFlow events;
    private final CompletableFuture<Throwable> reported = new CompletableFuture<>();
    private Thread.UncaughtExceptionHandler before;

    @BeforeEach
    void start(@TempDir Path directory) {
        before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, broken) -> reported.complete(broken));
        flow = new FlowFixture(directory, 5);
        events = NodeFlow.of(flow.sink).others(event -> {});
    }

    @AfterEach
    void close() {
        flow.close();
        Thread.setDefaultUncaughtExceptionHandler(before);
    }

    @Test
    void shouldEndTheCourseOfASubscriberThatThrowsAnError() throws Exception {
        events.batch("a", 1).publisher().subscribe(new Rude(When.RESULT));

        send(flow.a, 1, 2);

        assertThat(get(reported)).isInstanceOf(AssertionError.class).hasMessage("RESULT");
        assertNothingHeld(flow.a, flow.sink, "a");
    }

    @Test
    void shouldReportAnErrorAtTheEnd() throws Exception {
        events.batch("a", 1).publisher().subscribe(new Rude(When.END));

        flow.endSources();

        assertThat(get(reported)).isInstanceOf(AssertionError.class).hasMessage("END");
    }

    @Test
    void shouldTellASubscriberThatItsOwnBeginningWentWrong() throws Exception {
        Rude rude = new Rude(When.BEGINNING);

        events.batch("a", 1).publisher().subscribe(rude);

        assertThat(get(rude.failed)).isInstanceOf(AssertionError.class).hasMessage("BEGINNING");
        assertNothingHeld(flow.a, flow.sink, "a");
    }

    @Test
    void shouldFailWithWhateverAFunctionThrows() {
        CompletionStage<Void> over = events.<Long>mapAsync(
                        "a", 1, Order.ORDERED, message -> sneak(new Exception("odd")))
                .forEach(result -> CompletableFuture.completedStage(null));
        send(flow.a, 1);

        assertThatThrownBy(() -> get(over)).hasRootCauseMessage("odd").hasMessageContaining("input 'a', message 0");
        assertNothingHeld(flow.a, flow.sink, "a");
    }

    /** Throws what other languages of the JVM do not have to declare. */
    @SuppressWarnings("unchecked")
    private static <R, T extends Throwable> R sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private enum When {
        BEGINNING,
        RESULT,
        END
    }

    /** Asks for everything, and throws once. */
    private static final class Rude implements Flow.Subscriber<Messages> {
        private final When when;
        private final CompletableFuture<Throwable> failed = new CompletableFuture<>();

        Rude(When when) {
            this.when = when;
        }

        private void check(When now) {
            if (now == when) {
                throw new AssertionError(when.toString());
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
            check(When.BEGINNING);
        }

        @Override
        public void onNext(Messages result) {
            check(When.RESULT);
            result.close();
        }

        @Override
        public void onError(Throwable why) {
            failed.complete(why);
        }

        @Override
        public void onComplete() {
            check(When.END);
        }
    }
}
