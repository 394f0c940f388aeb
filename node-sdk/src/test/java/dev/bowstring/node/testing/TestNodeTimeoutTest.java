package dev.bowstring.node.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.Event;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.InputRecovered;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeRestarted;
import dev.bowstring.node.Stop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Inputs that fall silent and come back, by the time of a test. */
@Timeout(60)
class TestNodeTimeoutTest {
    private static final Schema SCHEMA = new Schema(List.of(Field.nullable("number", new ArrowType.Int(32, true))));
    private static final String[] EXPECTED = {
        "silent at 5 s", "recovered at 6 s", "message at 6 s", "silent at 11 s", "restarted at 20 s", "stop at 20 s"
    };

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private TestNode test;

    @Test
    void shouldTellItToALoop() {
        play(node -> node.events().forEach(this::note));
    }

    @Test
    void shouldTellItToHandlersOfWhatElseThereIs() {
        play(node -> node.on("in", this::note)
                .onRestarted(this::note)
                .onStop(this::note)
                .onOther(this::note)
                .run());
    }

    @Test
    void shouldTellItToANodeThatPollsAtTheTimeOfEachDeadline() {
        play(node -> {
            while (!node.ended()) {
                Optional<Event> event = node.poll();
                event.ifPresent(this::note);
            }
        });
    }

    @Test
    void shouldTellItToStages() {
        play(node -> stages(node).toCompletableFuture().join());
    }

    private CompletionStage<Void> stages(Node node) {
        return node.nextEvent().thenCompose(event -> {
            note(event);
            if (event instanceof Message message) {
                message.close();
            }
            return event instanceof Stop ? CompletableFuture.completedStage(null) : stages(node);
        });
    }

    private void play(NodeCode<RuntimeException> code) {
        try (TestNode node =
                TestNode.builder().input("in", Duration.ofSeconds(5)).build()) {
            test = node;
            node.advance(Duration.ofSeconds(6));
            node.input("in").send(SCHEMA, List.of(List.of(1)));
            node.advance(Duration.ofSeconds(14));
            node.input("in").restart();
            node.stop();

            node.run(code);
        }
        assertThat(seen).containsExactly(EXPECTED);
    }

    @Test
    void shouldNeverTellItToANodeThatNeedsNoHandlerForIt() {
        try (TestNode node =
                TestNode.builder().input("in", Duration.ofSeconds(5)).build()) {
            node.advance(Duration.ofSeconds(6));
            node.input("in").send(SCHEMA, List.of(List.of(1))).close();

            node.run(code -> code.on("in", message -> seen.add("message")).run());
        }
        assertThat(seen).containsExactly("message");
    }

    @Test
    void shouldRefuseATimeoutThatIsNone() {
        assertThatThrownBy(() -> TestNode.builder().input("in", Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("input 'in' has an input_timeout of PT0S");
    }

    private void note(Event event) {
        seen.add(name(event) + " at " + test.elapsed().toSeconds() + " s");
    }

    private static String name(Event event) {
        if (event instanceof InputClosed closed) {
            return closed.isFinal() ? "closed" : "silent";
        } else if (event instanceof InputRecovered) {
            return "recovered";
        } else if (event instanceof NodeRestarted) {
            return "restarted";
        }
        return event instanceof Message ? "message" : "stop";
    }
}
