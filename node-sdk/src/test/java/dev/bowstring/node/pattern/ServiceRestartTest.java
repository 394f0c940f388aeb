package dev.bowstring.node.pattern;

import static dev.bowstring.node.Numbers.get;
import static dev.bowstring.node.Numbers.next;
import static dev.bowstring.node.Numbers.vector;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.node.Metadata;
import dev.bowstring.node.NodeRestarted;
import dev.bowstring.node.pattern.Reply.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of requests when their server is started again. */
@Timeout(60)
class ServiceRestartTest extends ClientAndServer {
    @Test
    void shouldEndOpenCallsByItselfAndAskTheNewServer() throws Exception {
        List<CompletionStage<Reply>> orphans = List.of(call(1, LONG), call(2, LONG));
        receive(2);
        run.restarted("server", 1);

        for (CompletionStage<Reply> orphan : orphans) {
            assertThat(get(orphan).outcome()).isEqualTo(Outcome.SERVER_GONE);
        }
        assertThat(next(node)).isInstanceOf(NodeRestarted.class);
        CompletionStage<Reply> next = call(3, LONG);
        serve(receive(1).get(0));
        try (Reply reply = get(next)) {
            assertThat(reply.isOk()).isTrue();
        }
    }

    @Test
    void shouldEndAWaitInTheLoop() {
        CompletableFuture<Void> restarting = CompletableFuture.runAsync(() -> {
            receive(1);
            run.restarted("server", 1);
        });
        try (BigIntVector request = vector(requests, 1)) {
            assertThat(client.callAndWait(request, Metadata.EMPTY, LONG).outcome())
                    .isEqualTo(Outcome.SERVER_GONE);
        }
        restarting.join();

        assertThat(next(node)).as("in order").isInstanceOf(NodeRestarted.class);
    }

    @Test
    void shouldLeaveARequestToTheNewServerThatWasSentBeforeTheClientHeardOfIt() {
        run.restarted("server", 1); // nobody has read that
        CompletableFuture<Void> serving =
                CompletableFuture.runAsync(() -> receive(1).forEach(this::serve));
        try (BigIntVector request = vector(requests, 1);
                Reply reply = client.callAndWait(request, Metadata.EMPTY, LONG)) {
            assertThat(reply.isOk()).isTrue();
        }
        serving.join();
    }
}
