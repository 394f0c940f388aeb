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

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.pattern.Reply.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests and their replies. */
@Timeout(60)
class ServiceTest extends ClientAndServer {
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
}
