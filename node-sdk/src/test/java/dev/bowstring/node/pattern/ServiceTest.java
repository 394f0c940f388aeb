package dev.bowstring.node.pattern;

import static dev.bowstring.node.Numbers.assertNothingHeld;
import static dev.bowstring.node.Numbers.get;
import static dev.bowstring.node.Numbers.next;
import static dev.bowstring.node.Numbers.number;
import static dev.bowstring.node.Numbers.numbers;
import static dev.bowstring.node.Numbers.send;
import static dev.bowstring.node.Numbers.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bowstring.node.Event;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeRestarted;
import dev.bowstring.node.Output;
import dev.bowstring.node.RunFixture;
import dev.bowstring.node.SendResult;
import dev.bowstring.node.Stop;
import dev.bowstring.node.pattern.Reply.Outcome;
import dev.bowstring.transport.control.StopReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client and a server in one process, over real files. */
@Timeout(60)
class ServiceTest {
    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration SHORT = Duration.ofMillis(2);

    private RunFixture run;
    private Node node;
    private Node server;
    private Output requests;
    private Output replies;
    private ServiceClient client;
    private final List<BigIntVector> sent = new ArrayList<>();
    private final List<Message> copies = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start(@TempDir Path directory) {
        run = new RunFixture(directory)
                .output("client", "requests")
                .output("server", "replies")
                .output("camera", "images")
                .blocking("server", "requests", "client/requests", 20)
                .blocking("client", "replies", "server/replies", 20)
                .blocking("client", "images", "camera/images", 20)
                .start();
        node = run.node("client");
        server = run.node("server");
        requests = node.output("requests");
        replies = server.output("replies");
        client = ServiceClient.of(node, requests, "replies");
    }

    @AfterEach
    void close() {
        sent.forEach(BigIntVector::close);
        copies.forEach(Message::close);
        run.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("bowstring-")));
    }

    @Test
    void shouldAnswerSeveralCallsWhileNobodyReadsTheEvents() throws Exception {
        List<CompletionStage<Reply>> calls = List.of(call(1, LONG), call(2, LONG), call(3, LONG));

        List<Message> received = receive(3);
        serve(received.get(2));
        serve(received.get(0));
        serve(received.get(1));

        for (int i = 0; i < 3; i++) {
            try (Reply reply = get(calls.get(i))) {
                assertThat(reply.isOk()).isTrue();
                assertThat(number(reply.message())).isEqualTo(10L * (i + 1));
            }
        }
        assertNothingHeld(replies, node, "replies");
    }

    @Test
    void shouldAnswerWhileALoopReadsAndKeepEverythingElseInOrder() throws Exception {
        CompletionStage<Reply> call = call(1, LONG);
        send(run.output("camera/images"), 7);
        send(replies, 8);
        serve(receive(1).get(0));
        send(replies, 9);

        List<Long> seen = List.of(number(next(node)), number(next(node)), number(next(node)));

        assertThat(seen).containsExactly(7L, 8L, 9L);
        try (Reply reply = get(call)) {
            assertThat(number(reply.message())).isEqualTo(10);
        }
    }

    @Test
    void shouldWaitInTheLoopAndKeepEverythingElseInOrder() throws Exception {
        send(run.output("camera/images"), 7);
        send(replies, 8);
        CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> {
            serve(receive(1).get(0));
            send(replies, 9);
        });
        List<Long> seen = new ArrayList<>();
        for (Event event : node.events()) {
            seen.add(number(event));
            if (seen.size() == 1) {
                try (BigIntVector request = vector(requests, 1);
                        Reply reply = client.callAndWait(request, Metadata.EMPTY, LONG)) {
                    assertThat(reply.outcome()).isEqualTo(Outcome.OK);
                    assertThat(number(reply.message())).isEqualTo(10);
                }
            }
            if (seen.size() == 3) {
                break;
            }
        }
        assertThat(seen).containsExactly(7L, 8L, 9L);
        serving.join();
    }

    @Test
    void shouldWaitInTheLoopWhileAnotherCallIsOpen() throws Exception {
        CompletionStage<Reply> open = call(1, LONG);
        CompletableFuture<Void> serving =
                CompletableFuture.runAsync(() -> receive(2).forEach(this::serve));

        try (BigIntVector request = vector(requests, 2);
                Reply reply = client.callAndWait(request, Metadata.EMPTY, LONG)) {
            assertThat(number(reply.message())).isEqualTo(20);
        }
        try (Reply reply = get(open)) {
            assertThat(number(reply.message())).isEqualTo(10);
        }
        serving.join();
    }

    @Test
    void shouldSayThatTheServerFailed() throws Exception {
        CompletionStage<Reply> call = call(1, LONG);
        Message request = receive(1).get(0);
        send(replies, 0, Service.error(request, "no such flight"));

        try (Reply reply = get(call)) {
            assertThat(reply.outcome()).isEqualTo(Outcome.ERROR);
            assertThat(reply.reason()).isEqualTo("no such flight");
            assertThat(reply.message().metadata().string("request_id")).isPresent();
        }
    }

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

    private BigIntVector vectorToClose(long number) {
        BigIntVector vector = vector(requests, number);
        sent.add(vector);
        return vector;
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
    void shouldEndOpenCallsByItselfWhenTheServerWasStartedAgain() throws Exception {
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
            assertThat(reply.isOk()).as("goes to the new server").isTrue();
        }
    }

    @Test
    void shouldEndAWaitInTheLoopWhenTheServerWasStartedAgain() {
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

    @Test
    void shouldLeaveOrCloseRepliesToOtherClients() throws Exception {
        CompletionStage<Reply> call = call(1, LONG);
        Message request = receive(1).get(0);
        send(replies, 77, Metadata.of(Service.REQUEST_ID, "another's"));
        serve(request);
        get(call).close();
        assertThat(number(next(node))).isEqualTo(77);

        client.ignoringOthers();
        send(replies, 78, Metadata.of(Service.REQUEST_ID, "another's"));
        send(replies, 79);
        assertThat(number(next(node))).isEqualTo(79);
    }

    @Test
    void shouldTellRepliesOfTwoClientsOfOneNodeApart() throws Exception {
        ServiceClient other = ServiceClient.of(node, requests, "replies");
        CompletionStage<Reply> one = call(1, LONG);
        BigIntVector request = vector(requests, 2);
        sent.add(request);
        CompletionStage<Reply> two = other.call(request, Metadata.of("more", "kept"), LONG);
        List<Message> received = receive(2);
        assertThat(received.get(1).metadata().string("more")).hasValue("kept");
        received.forEach(this::serve);

        try (Reply first = get(one);
                Reply second = get(two)) {
            assertThat(numbers(List.of(first.message(), second.message()))).containsExactly(10L, 20L);
        }
    }

    @Test
    void shouldWorkWithEventsThatAreReadAsynchronously() throws Exception {
        CompletableFuture<Event> event = node.nextEvent().toCompletableFuture();
        CompletionStage<Reply> chain = call(1, LONG).thenCompose(reply -> {
            reply.close();
            return call(2, LONG);
        });
        serve(receive(1).get(0));
        serve(receive(1).get(0));

        try (Reply reply = get(chain)) {
            assertThat(number(reply.message())).isEqualTo(20);
        }
        assertThat(event).isNotDone();
        event.cancel(false);
    }

    @Test
    void shouldRefuseToReplyToWhatIsNoRequest() {
        send(requests, 1);
        Message message = (Message) next(server);

        assertThat(Service.isRequest(message)).isFalse();
        assertThatThrownBy(() -> Service.reply(message)).hasMessageContaining("no string `request_id`");
        assertThatThrownBy(() -> Reply.timeout().message()).hasMessageContaining("TIMEOUT");
    }

    private CompletionStage<Reply> call(long number, Duration timeout) {
        BigIntVector request = vector(requests, number);
        sent.add(request);
        return client.call(request, Metadata.EMPTY, timeout);
    }

    private List<Message> receive(int count) {
        List<Message> received = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Optional<Event> event = server.next(Duration.ofSeconds(20));
            received.add(((Message) event.orElseThrow()).copy());
        }
        copies.addAll(received);
        return received;
    }

    private void serve(Message request) {
        try (request) {
            send(replies, 10 * number(request), Service.reply(request));
        }
    }
}
