package dev.bowstring.node.pattern;

import static dev.bowstring.node.Numbers.assertNothingHeld;
import static dev.bowstring.node.Numbers.get;
import static dev.bowstring.node.Numbers.next;
import static dev.bowstring.node.Numbers.number;
import static dev.bowstring.node.Numbers.numbers;
import static dev.bowstring.node.Numbers.send;
import static dev.bowstring.node.Numbers.vector;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.SendResult;
import dev.bowstring.node.Stop;
import dev.bowstring.node.pattern.Reply.Outcome;
import dev.bowstring.transport.control.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a request ends otherwise than by its reply. */
@Timeout(60)
class ServiceEndTest extends ClientAndServer {
    @Test
    void shouldEndWhenTheTimeIsOverAndCloseWhatComesLater() throws Exception {
        CompletionStage<Reply> call = call(1, SHORT);

        assertThat(get(call).outcome()).isEqualTo(Outcome.TIMEOUT);
        serve(receive(1).get(0));
        send(replies, 5);
        assertThat(number(next(node))).isEqualTo(5);
        assertThat(client.late()).isEqualTo(1);
        assertNothingHeld(replies, node, "replies");
    }

    @Test
    void shouldEndAWaitInTheLoopWhenTheTimeIsOver() {
        try (BigIntVector request = vector(requests, 1)) {
            assertThat(client.callAndWait(request, Metadata.EMPTY, SHORT).outcome())
                    .isEqualTo(Outcome.TIMEOUT);
        }
        serve(receive(1).get(0));
        send(replies, 5);
        assertThat(number(next(node))).isEqualTo(5);
        assertThat(client.late()).isEqualTo(1);
    }

    @Test
    void shouldWithdrawARequestThatWaitsForRoomWhenItsTimeIsOver() throws Exception {
        for (int i = 0; i < 20; i++) {
            send(requests, i);
        }
        CompletionStage<Reply> call = call(99, SHORT);

        assertThat(get(call).outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(sent.get(0).get(0)).as("the vector is as it was").isEqualTo(99);
        List<Long> received = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            received.add(number(next(server)));
        }
        assertThat(received).doesNotContain(99L);
        assertThat(server.poll()).isEmpty();
    }

    @Test
    void shouldHaveWithdrawnARequestBeforeItsStageIsComplete() {
        for (int i = 0; i < 20; i++) {
            send(requests, i);
        }
        CompletableFuture<Reply> call = call(99, LONG).toCompletableFuture();
        CompletableFuture<SendResult> behind =
                requests.sendAsync(vectorToClose(100)).toCompletableFuture();
        call.whenComplete((reply, cancelled) -> sent.get(0).close()); // the vector is ours again

        assertThat(call.cancel(false)).isTrue();

        assertThat(numbers(receive(20))).doesNotContain(99L);
        assertThat(behind.join()).isEqualTo(SendResult.SENT);
        assertThat(numbers(receive(1))).containsExactly(100L);
    }

    @Test
    void shouldGiveUpACallThatIsCancelled() throws Exception {
        CompletionStage<Reply> call = call(1, LONG);
        assertThat(call.toCompletableFuture().cancel(false)).isTrue();
        serve(receive(1).get(0));
        send(replies, 5);

        assertThat(number(next(node))).isEqualTo(5);
        assertThat(client.late()).isEqualTo(1);
    }

    @Test
    void shouldEndAllCallsAtOnceWhenTheServerHasEnded() throws Exception {
        List<CompletionStage<Reply>> calls = List.of(call(1, LONG), call(2, LONG));
        run.end("server");

        for (CompletionStage<Reply> call : calls) {
            assertThat(get(call).outcome()).isEqualTo(Outcome.SERVER_GONE);
        }
        assertThat(get(call(3, LONG)).outcome()).isEqualTo(Outcome.SERVER_GONE);
        try (BigIntVector request = vector(requests, 4)) {
            assertThat(client.callAndWait(request, Metadata.EMPTY, LONG).outcome())
                    .isEqualTo(Outcome.SERVER_GONE);
        }
    }

    @Test
    void shouldEndAWaitInTheLoopWhenTheServerHasEnded() {
        CompletableFuture<Void> ending = CompletableFuture.runAsync(() -> {
            receive(1);
            run.end("server");
        });
        try (BigIntVector request = vector(requests, 1)) {
            assertThat(client.callAndWait(request, Metadata.EMPTY, LONG).outcome())
                    .isEqualTo(Outcome.SERVER_GONE);
        }
        ending.join();
    }

    @Test
    void shouldKnowThatTheServerHasEndedThoughTheEndWasHandedOutBefore() throws Exception {
        run.end("server");
        assertThat(next(node)).isEqualTo(new InputClosed("replies"));

        try (ServiceClient late = ServiceClient.of(node, requests, "replies")) {
            for (ServiceClient any : List.of(client, late)) {
                try (BigIntVector request = vector(requests, 1);
                        BigIntVector another = vector(requests, 2)) {
                    assertThat(any.callAndWait(request, Metadata.EMPTY, LONG).outcome())
                            .isEqualTo(Outcome.SERVER_GONE);
                    assertThat(get(any.call(another, Metadata.EMPTY, LONG)).outcome())
                            .isEqualTo(Outcome.SERVER_GONE);
                }
            }
        }
    }

    @Test
    void shouldOrphanOpenCallsWhenTheServerWasStartedAgain() throws Exception {
        CompletionStage<Reply> orphan = call(1, LONG);
        client.serverGone();
        assertThat(get(orphan).outcome()).isEqualTo(Outcome.SERVER_GONE);

        CompletionStage<Reply> call = call(2, LONG);
        receive(2).forEach(this::serve);
        try (Reply reply = get(call)) {
            assertThat(number(reply.message())).isEqualTo(20);
        }
        assertThat(client.late()).isEqualTo(1);
    }

    @Test
    void shouldEndAllCallsWhenTheNodeIsToStopThoughNobodyReadsTheEvents() throws Exception {
        CompletionStage<Reply> call = call(1, LONG);
        run.stop("client", StopReason.REQUESTED);

        assertThat(get(call).outcome()).isEqualTo(Outcome.STOPPING);
        assertThat(next(node)).isInstanceOf(Stop.class);
        assertThat(get(call(2, LONG)).outcome()).isEqualTo(Outcome.STOPPING);
    }

    @Test
    void shouldEndAWaitInTheLoopWhenTheNodeIsToStop() {
        run.stop("client", StopReason.REQUESTED);
        try (BigIntVector request = vector(requests, 1)) {
            assertThat(client.callAndWait(request, Metadata.EMPTY, LONG).outcome())
                    .isEqualTo(Outcome.STOPPING);
        }
    }

    @Test
    void shouldEndAllCallsWhenTheNodeOrTheClientIsClosed() throws Exception {
        CompletionStage<Reply> first = call(1, LONG);
        client.close();
        assertThat(get(first).outcome()).isEqualTo(Outcome.STOPPING);

        client = ServiceClient.of(node, requests, "replies");
        CompletionStage<Reply> second = call(2, LONG);
        node.close();
        assertThat(get(second).outcome()).isEqualTo(Outcome.STOPPING);
    }
}
