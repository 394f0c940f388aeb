package dev.bowstring.node.session.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bowstring.node.Event;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Output;
import dev.bowstring.node.RunFixture;
import dev.bowstring.node.Stop;
import dev.bowstring.node.Tick;
import dev.bowstring.transport.control.StopReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node in its dataflow, from its connection to its end. */
@Timeout(60)
class SessionTest extends OneEdge {
    @Test
    void shouldCarryMessagesFromOneNodeToAnotherInOrder() {
        oneEdge(10);

        for (long i = 0; i < 5; i++) {
            send(i, Metadata.of("number", i));
        }
        List<Long> received = new ArrayList<>();
        for (Event event : run.node("sink").drain()) {
            Message message = (Message) event;
            assertThat(message.input()).isEqualTo("rows");
            assertThat(message.metadata().integer("number")).hasValue(message.sequence());
            received.add(message.vector(BigIntVector.class).get(0));
        }

        assertThat(received).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(run.account("source/rows", 0).received()).isEqualTo(5);
    }

    @Test
    void shouldEndTheLoopWhenTheSourceHasEnded() {
        oneEdge(10);
        send(7, Metadata.EMPTY);
        run.node("source").close();

        List<String> events = new ArrayList<>();
        for (Event event : run.node("sink").events()) {
            events.add(event instanceof Message message ? "message " + message.sequence() : event.toString());
        }

        assertThat(events)
                .containsExactly(
                        "message 0",
                        new InputClosed("rows").toString(),
                        new Stop(Stop.Reason.INPUTS_CLOSED).toString());
        assertThat(run.node("sink").ended()).isTrue();
        assertThat(run.heard()).contains("bye source");
    }

    @Test
    void shouldWakeAWaitingConsumer() throws Exception {
        oneEdge(10);
        CompletableFuture<Event> next =
                CompletableFuture.supplyAsync(() -> run.node("sink").next().orElseThrow());

        send(7, Metadata.EMPTY);

        assertThat(next.get()).isInstanceOf(Message.class);
    }

    @Test
    void shouldReadItsOwnLossyOutput() {
        run.output("loop", "state")
                .input("loop", "state", "loop/state", new RunFixture.InputOptions(false, 10, 16, true))
                .start();
        Node loop = run.node("loop");
        Output state = loop.output("state");
        for (long i = 0; i < 3; i++) {
            try (BigIntVector vector = new BigIntVector("n", state.allocator())) {
                vector.setSafe(0, i);
                vector.setValueCount(1);
                state.send(vector);
            }
            Message message = (Message) loop.next().orElseThrow();
            assertThat(message.vector(BigIntVector.class).get(0)).isEqualTo(i);
        }
        run.stop("loop", StopReason.REQUESTED);
        assertThat(loop.next()).contains(new Stop(Stop.Reason.REQUESTED));
    }

    @Test
    void shouldRefuseToRetainMoreThanAnInputMayHold() {
        run.output("source", "rows")
                .input("sink", "rows", "source/rows", new RunFixture.InputOptions(true, 10, 3, false))
                .start();
        for (long i = 0; i < 4; i++) {
            send(i, Metadata.EMPTY);
        }
        Node sink = run.node("sink");
        Message first = ((Message) sink.next().orElseThrow()).retain();
        Message second = ((Message) sink.next().orElseThrow()).retain();
        Message third = (Message) sink.next().orElseThrow();

        assertThatThrownBy(third::retain)
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("input 'rows' holds 2 retained messages")
                .hasMessageContaining("max_held");
        first.close();
        assertThat(third.retain()).isSameAs(third);
        assertThat(second.vector(BigIntVector.class).get(0)).isEqualTo(1);
        second.close();
        third.close();
    }

    @Test
    void shouldRefuseToReadAMessageThatWasGivenBack() {
        oneEdge(10);
        send(1, Metadata.EMPTY);
        Message message = (Message) run.node("sink").next().orElseThrow();
        run.node("sink").poll();

        assertThatThrownBy(message::batch)
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("message 0 of input 'rows' was given back already")
                .hasMessageContaining("retain()");
        assertThatThrownBy(message::retain).isInstanceOf(NodeException.class);
        message.close();
    }

    @Test
    void shouldStopWhenToldSoAndDropWhatIsPending() {
        oneEdge(10);
        send(1, Metadata.EMPTY);
        run.stop("sink", StopReason.GRACE_EXPIRED);

        assertThat(run.node("sink").next()).contains(new Stop(Stop.Reason.GRACE_EXPIRED));
        assertThat(run.node("sink").next()).isEmpty();
    }

    @Test
    void shouldTick() {
        run.timer("clock", "beat", Duration.ofMillis(5)).start();

        assertThat(run.node("clock").next())
                .hasValueSatisfying(event -> assertThat(event).isInstanceOf(Tick.class));
        assertThat(run.node("clock").next(Duration.ofSeconds(10))).isPresent();
    }

    @Test
    void shouldNameTheOutputsThereAre() {
        oneEdge(10);

        assertThatThrownBy(() -> run.node("source").output("row"))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("node 'source' has no output 'row'")
                .hasMessageContaining("did you mean 'rows'?");
        assertThat(run.node("source").outputs()).containsExactly("rows");
        assertThat(run.node("sink").inputs()).containsExactly("rows");
        assertThat(run.node("sink").id()).isEqualTo("sink");
        assertThat(run.node("sink").dataflow()).isEqualTo("fixture");
    }

    @Test
    void shouldEndAWaitingLoopWhenTheNodeIsClosed() throws Exception {
        oneEdge(10);
        CompletableFuture<List<Event>> loop = CompletableFuture.supplyAsync(() -> {
            List<Event> events = new ArrayList<>();
            run.node("sink").events().forEach(events::add);
            return events;
        });

        run.node("sink").close();

        assertThat(loop.get()).isEmpty();
    }

    @Test
    void shouldNotBeRefusedByAnythingWhenItIsClosedTwice() {
        oneEdge(10);
        run.node("sink").close();
        run.node("sink").close();

        assertThat(run.node("sink").poll()).isEmpty();
        await().until(() -> run.heard().contains("bye sink"));
    }

    @Test
    void shouldWaitForAllNodesAtTheStart() throws Exception {
        run.output("source", "rows").blocking("sink", "rows", "source/rows", 10).startSupervisor();
        CompletableFuture<Node> source = CompletableFuture.supplyAsync(() -> run.connect("source"));
        await().until(() -> run.heard().contains("ready source"));
        assertThat(source).isNotDone();

        try (Node sink = run.connect("sink");
                Node other = source.get()) {
            assertThat(sink.poll()).isEmpty();
            assertThat(other.ended()).isFalse();
        }
    }

    @Test
    void shouldNotWaitWhenEager() {
        run.declare("late").output("source", "rows").eager("source").startSupervisor();

        try (Node source = run.connect("source")) {
            assertThat(source.poll()).isEmpty();
        }
    }

    @Test
    void shouldSayWhyItWasRefused() {
        run.output("source", "rows").startSupervisor();
        var environment = new java.util.HashMap<>(run.environment("source"));
        environment.put("BOWSTRING_TOKEN", "guessed");

        assertThatThrownBy(() -> new SessionConnector().connect(environment))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("node 'source' cannot join its dataflow")
                .hasMessageContaining("no node source with that token");
    }
}
