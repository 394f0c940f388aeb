package dev.bowstring.node.session;

import static dev.bowstring.node.Numbers.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.NodeException;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stages where the events are read in another way as well. */
@Timeout(60)
class StagesBesideOthersTest extends SourceAndSink {
    @Test
    void shouldRefuseAnotherConsumerWhileAStageWaits() {
        CompletableFuture<Event> asked = ask(1).get(0);

        assertThatThrownBy(() -> sink.poll())
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("read by nextEvent(), 1 of them waiting, already");
        asked.cancel(false);
        assertThat(sink.poll()).isEmpty();
    }

    @Test
    void shouldServeStagesAndLoopsAgainAfterALoopThatWasLeft() throws Exception {
        for (int i = 1; i <= 3; i++) {
            send(i);
        }

        assertThat(number(sink.events().iterator().next())).isEqualTo(1);
        assertThat(take(sink.nextEvent().toCompletableFuture())).isEqualTo(2);
        assertThat(number(sink.events().iterator().next())).isEqualTo(3);
    }

    @Test
    void shouldNotGoOnWithALoopWhoseThreadHasAskedForStages() throws Exception {
        for (int i = 1; i <= 3; i++) {
            send(i);
        }
        Iterator<Event> loop = sink.events().iterator();
        Message lent = (Message) loop.next();

        CompletableFuture<Event> stage = sink.nextEvent().toCompletableFuture();

        assertThatThrownBy(lent::batch).hasMessageContaining("given back");
        assertThat(take(stage)).isEqualTo(2);
        assertThatThrownBy(loop::hasNext)
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("was left when its thread asked")
                .hasMessageContaining("start another iteration");
        assertThat(number(sink.poll().orElseThrow())).isEqualTo(3);
    }

    @Test
    void shouldRefuseStagesOfAnotherThreadDuringAnIteration() {
        send(1);
        sink.events().iterator().next();

        assertThatThrownBy(() -> CompletableFuture.supplyAsync(sink::nextEvent)
                        .thenCompose(stage -> stage)
                        .join())
                .hasMessageContaining("are read by thread");
    }
}
