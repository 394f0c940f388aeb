package dev.bowstring.node.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeRestarted;
import dev.bowstring.node.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** Restarts of a node, and of those that it hears from, in a test. */
class TestNodeRestartTest {
    private static final Schema SCHEMA = new Schema(List.of(Field.nullable("number", new ArrowType.Int(32, true))));

    private final List<String> seen = new ArrayList<>();

    @Test
    void shouldTellRestartsOfThePublisherInOrder() {
        try (TestNode test = TestNode.builder().input("in").build()) {
            test.input("in").send(SCHEMA, List.of(List.of(1))).restart();
            test.advance(Duration.ofSeconds(2));
            test.input("in").send(SCHEMA, List.of(List.of(2))).restart().close();

            test.run(node -> node.on("in", message -> seen.add("message " + message.sequence()))
                    .onRestarted(restart -> seen.add("restart " + restart.restartCount() + " of " + restart.input()))
                    .run());
        }

        assertThat(seen).containsExactly("message 0", "restart 1 of in", "message 1", "restart 2 of in");
    }

    @Test
    void shouldPassOverRestartsThatHaveNoHandler() {
        try (TestNode test = TestNode.builder().input("in").build()) {
            test.input("in").restart().send(SCHEMA, List.of(List.of(1))).close();

            test.run(node -> node.on("in", message -> seen.add("message")).run());
        }

        assertThat(seen).containsExactly("message");
    }

    @Test
    void shouldEndASearchAtARestartAndGoOnBehindItInTheNext() {
        try (TestNode test = TestNode.builder().input("in").build()) {
            test.input("in").restart().send(SCHEMA, List.of(List.of(1))).close();

            test.run(node -> {
                assertThat(search(node)).isFalse();
                assertThat(search(node)).isTrue();
                assertThat(node.next()).get().isInstanceOf(NodeRestarted.class);
            });
        }
    }

    private static boolean search(Node node) {
        return node.next("in", Message.class::isInstance, Duration.ofSeconds(1)).isPresent();
    }

    @Test
    void shouldLetANodeContinueWhereItsLivesBeforeHaveStopped() {
        try (TestNode test =
                TestNode.builder().output("out", 41).restartCount(3).build()) {
            test.run(node -> {
                Output out = node.output("out");
                assertThat(node.isRestart()).isTrue();
                assertThat(node.restartCount()).isEqualTo(3);
                assertThat(out.lastCommitted()).isEqualTo(41);
                try (IntVector vector = new IntVector("number", out.allocator())) {
                    vector.setSafe(0, (int) out.lastCommitted() + 1);
                    vector.setValueCount(1);
                    out.send(vector);
                }
                assertThat(out.lastCommitted()).isEqualTo(42);
            });

            assertThat(test.output("out").message().sequence()).isEqualTo(42);
        }
    }

    @Test
    void shouldBeNoRestartAtFirst() {
        try (TestNode test = TestNode.builder().output("out").build()) {
            test.run(node -> {
                assertThat(node.isRestart()).isFalse();
                assertThat(node.output("out").lastCommitted()).isEqualTo(-1);
            });
        }
    }
}
