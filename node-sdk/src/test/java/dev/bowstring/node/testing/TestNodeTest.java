package dev.bowstring.node.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.Event;
import dev.bowstring.node.Failure;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Stop;
import dev.bowstring.node.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Time, order and the end of a node on the test's own thread. */
@Timeout(60)
class TestNodeTest {
    private static final Schema SCHEMA = new Schema(List.of(Field.nullable("number", new ArrowType.Int(32, true))));

    private final List<String> seen = new ArrayList<>();

    @Test
    void shouldDeliverWhatWasSentAndEndWithTheInputs() {
        try (TestNode test = TestNode.builder().input("a").input("b").build()) {
            test.input("a").send(SCHEMA, List.of(List.of(1), List.of(2)));
            test.input("b").send(SCHEMA, List.of(List.of(3))).close();
            test.input("a").send(SCHEMA, List.of(List.of(4))).close();

            test.run(this::note);
        }

        assertThat(seen)
                .containsExactly("a 0 [1, 2]", "b 0 [3]", "b closed", "a 1 [4]", "a closed", "stop INPUTS_CLOSED");
    }

    @Test
    void shouldStopOnlyOnceEverythingBeforeWasTaken() {
        try (TestNode test = TestNode.builder().input("a").build()) {
            test.input("a").send(SCHEMA, List.of(List.of(1)));
            test.stop();
            test.input("a").send(SCHEMA, List.of(List.of(2)));

            test.run(this::note);
        }

        assertThat(seen).containsExactly("a 0 [1]", "stop REQUESTED");
    }

    @Test
    void shouldTickAsTheTestAdvances() {
        try (TestNode test = TestNode.builder()
                .input("a")
                .timer("beat", Duration.ofSeconds(1))
                .build()) {
            test.advance(Duration.ofMillis(2_500));
            test.input("a").send(SCHEMA, List.of(List.of(1)));
            test.advance(Duration.ofMillis(500)).stop();

            test.run(node -> {
                for (Event event : node.events()) {
                    note(event);
                    seen.add("at " + test.elapsed().toMillis());
                }
            });
        }

        assertThat(seen)
                .containsExactly(
                        "beat +0",
                        "at 1000",
                        "beat +0",
                        "at 2000",
                        "a 0 [1]",
                        "at 2500",
                        "beat +0",
                        "at 3000",
                        "stop REQUESTED",
                        "at 3000");
    }

    @Test
    void shouldLetTimeoutsPassByTheTestsClockAlone() {
        try (TestNode test = TestNode.builder().input("a").build()) {
            test.advance(Duration.ofHours(1));
            test.input("a").send(SCHEMA, List.of(List.of(1)));

            test.run(node -> {
                assertThat(node.next(Duration.ofMinutes(59))).isEmpty();
                assertThat(test.elapsed()).isEqualTo(Duration.ofMinutes(59));
                assertThat(node.next(Duration.ofMinutes(59))).isPresent();
                assertThat(test.elapsed()).isEqualTo(Duration.ofHours(1));
            });
        }
    }

    @Test
    void shouldServeANodeThatPolls() {
        try (TestNode test = TestNode.builder()
                .input("a")
                .timer("beat", Duration.ofSeconds(1))
                .build()) {
            test.input("a").send(SCHEMA, List.of(List.of(1)));
            test.advance(Duration.ofSeconds(2)).stop();

            test.run(node -> {
                while (!node.ended()) {
                    node.poll().ifPresent(this::note);
                }
            });
        }

        assertThat(seen).containsExactly("a 0 [1]", "beat +0", "beat +0", "stop REQUESTED");
    }

    @Test
    void shouldServeANodeThatDrainsWhenThereIsSomething() {
        try (TestNode test = TestNode.builder().input("a").build()) {
            test.input("a").send(SCHEMA, List.of(List.of(1))).send(SCHEMA, List.of(List.of(2)));
            test.stop();

            test.run(node -> {
                while (!node.ended()) {
                    if (!node.isEmpty()) {
                        node.drain().forEach(this::note);
                    }
                }
            });
        }

        assertThat(seen).containsExactly("a 0 [1]", "a 1 [2]", "stop REQUESTED");
    }

    @Test
    void shouldFailANodeThatWaitsForWhatWillNotCome() {
        try (TestNode test = TestNode.builder()
                .id("late")
                .input("a")
                .timer("beat", Duration.ofSeconds(3))
                .build()) {
            assertThatThrownBy(() -> test.run(this::note))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("node 'late' waits for an event, and nothing will happen any more")
                    .hasMessageContaining("the next deadline is in PT3S");
        }
    }

    @Test
    void shouldFailANodeThatPollsForWhatWillNotCome() {
        try (TestNode test = TestNode.builder().input("a").build()) {
            assertThatThrownBy(() -> test.run(node -> {
                        while (node.poll().isEmpty()) {
                            seen.clear();
                        }
                    }))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("waits for an event");
        }
    }

    @Test
    void shouldFailWithWhatTheNodeFailsWith() {
        try (TestNode test = TestNode.builder().input("a").build()) {
            test.input("a").send(SCHEMA, List.of(List.of(1)));
            assertThatThrownBy(() -> test.run(node -> {
                        node.on("a", message -> {
                            throw new IllegalStateException("broken");
                        });
                        node.run();
                    }))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("handler of input 'a', message 0,")
                    .hasRootCauseMessage("broken");
        }
    }

    @Test
    void shouldConnectAMainMethodToTheTest() throws Exception {
        try (TestNode test = TestNode.builder().id("printer").input("a").build()) {
            test.input("a").send(SCHEMA, List.of(List.of(1))).close();

            test.runMain(
                    arguments -> {
                        Thread other = new Thread(() -> seen.add(Node.connect().id()));
                        other.start();
                        other.join();
                        try (Node node = Node.connect()) {
                            seen.add(arguments[0]);
                            note(node);
                        }
                    },
                    "argument");
        }

        assertThat(seen).startsWith("printer", "argument", "a 0 [1]");
        assertThatThrownBy(Node::connect).hasMessageContaining("BOWSTRING_RUN_DIR is not set");
    }

    @Test
    void shouldConnectAMainMethodOnAThreadOfItsOwn() {
        try (TestNode test = TestNode.builder().input("a").build()) {
            test.startMain(
                    arguments -> {
                        try (Node node = Node.connect()) {
                            seen.add(arguments[0]);
                            note(node);
                        }
                    },
                    "argument");
            test.input("a").send(SCHEMA, List.of(List.of(1))).close();
            test.awaitEnd();
        }

        assertThat(seen).startsWith("argument", "a 0 [1]");
    }

    @Test
    void shouldShowLossesFailuresMetadataAndTimes() {
        try (TestNode test = TestNode.builder().input("a").build()) {
            test.input("a").lose(7);
            test.advance(Duration.ofSeconds(5));
            test.input("a").send(SCHEMA, Metadata.of("key", "value"), List.of(List.of(1)));
            test.input("a").fail("torn");
            test.run(node -> {
                Message message = (Message) node.next().orElseThrow();
                assertThat(message.sequence()).isEqualTo(7);
                assertThat(message.metadata().string("key")).contains("value");
                assertThat(message.publishTime()).isEqualTo(Instant.parse("2000-01-01T00:00:05Z"));
                assertThat(node.next()).contains(new Failure("a", "torn"));
                assertThat(node.next()).contains(new InputClosed("a"));
            });
        }
    }

    @Test
    void shouldHoldNoMoreThanMaxHeld() {
        try (TestNode test = TestNode.builder().input("a", 2).build()) {
            for (int i = 0; i < 3; i++) {
                test.input("a").send(SCHEMA, List.of(List.of(i)));
            }
            test.run(node -> {
                Message first = ((Message) node.next().orElseThrow()).retain();
                Message second = (Message) node.next().orElseThrow();
                assertThat(node.maxHeld("a")).isEqualTo(2);
                assertThatThrownBy(second::retain).hasMessageContaining("taken at dev.bowstring.node.testing");
                first.close();
                assertThat(node.next()).isPresent();
            });
        }
    }

    @Test
    void shouldNameAMessageThatWasNeverClosed() {
        TestNode test = TestNode.builder().input("a").build();
        test.input("a").send(SCHEMA, List.of(List.of(1)));
        test.run(node -> ((Message) node.next().orElseThrow()).retain());

        assertThatThrownBy(test::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        "message 0 of input 'a' was kept and never closed, taken at " + TestNodeTest.class.getName());
    }

    @Test
    void shouldNameArrowMemoryThatWasNeverClosed() {
        TestNode test = TestNode.builder().input("a").output("out").build();
        test.input("a").send(SCHEMA, List.of(List.of(1)));
        IntVector forgotten =
                new IntVector("forgotten", test.node().output("out").allocator());
        forgotten.allocateNew(1);
        test.run(node -> ((Message) node.next().orElseThrow()).copy());

        assertThatThrownBy(test::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Arrow memory of output out was never released")
                .hasMessageContaining("Arrow memory of copies of the node was never released");
    }

    @Test
    void shouldTellOfARunThatWouldHaveEndedWithASignal() {
        TestNode test = TestNode.builder().input("a").build();
        test.input("a").lose(3).send(SCHEMA, List.of(List.of(1)));
        test.run(node ->
                ((Message) node.next().orElseThrow()).vector(IntVector.class).set(0, 2));

        assertThatThrownBy(test::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("message 3 of input 'a' was written to");
    }

    @Test
    void shouldSayWhichPortsThereAre() {
        try (TestNode test = TestNode.builder().input("rows").output("late").build()) {
            assertThatThrownBy(() -> test.input("row")).hasMessageContaining("did you mean 'rows'?");
            assertThatThrownBy(() -> test.output("lat")).hasMessageContaining("did you mean 'late'?");
        }
    }

    @Test
    void shouldMergeWhatComesFromOutside() {
        try (TestNode test = TestNode.builder().input("a").build()) {
            test.input("a").close();
            test.run(node -> {
                var source = node.<String>source("outside", 4);
                Thread feeder = new Thread(() -> {
                    source.offer("one");
                    source.offer("two");
                    source.close();
                });
                feeder.start();
                note(node);
            });
        }

        assertThat(seen).contains("outside one", "outside two").endsWith("outside closed", "stop INPUTS_CLOSED");
    }

    @Test
    void shouldKeepAndShowTheLog() {
        try (TestNode test = TestNode.builder().build()) {
            test.advance(Duration.ofSeconds(1)).stop();
            test.run(node -> {
                node.next();
                node.log().warn("odd", "rows", 3);
            });

            assertThat(test.logged()).hasSize(1);
            assertThat(test.logged().get(0))
                    .contains("\"time\":\"2000-01-01T00:00:01Z\"", "\"message\":\"odd\"", "\"rows\":3");
        }
    }

    @Test
    void shouldTakeVectorsAndTextAndNulls() {
        Schema schema = new Schema(List.of(
                Field.nullable("text", ArrowType.Utf8.INSTANCE), Field.nullable("flag", ArrowType.Bool.INSTANCE)));
        try (TestNode test = TestNode.builder().input("a").output("out").build();
                BufferAllocator allocator = test.allocator().newChildAllocator("vectors", 0, 1 << 20);
                VarCharVector text = new VarCharVector("text", allocator)) {
            text.setSafe(0, "one".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            text.setValueCount(1);
            test.input("a").send(text);
            test.input("a").send(schema, List.of(java.util.Arrays.asList(null, true), List.of("two", false)));
            test.input("a").close();

            test.run(node -> {
                for (Event event : node.events()) {
                    if (event instanceof Message message) {
                        node.output("out").send(message.batch(), message.metadata());
                    }
                }
            });

            List<SentMessage> sent = test.output("out").messages();
            assertThat(sent.get(0).values()).containsExactly("one");
            assertThat(sent.get(1).rows()).containsExactly(java.util.Arrays.asList(null, true), List.of("two", false));
        }
    }

    private void note(Node node) {
        node.events().forEach(this::note);
    }

    private void note(Event event) {
        if (event instanceof Message message) {
            IntVector numbers = message.vector(IntVector.class);
            List<Object> values = new ArrayList<>();
            for (int row = 0; row < numbers.getValueCount(); row++) {
                values.add(numbers.getObject(row));
            }
            seen.add(message.input() + " " + message.sequence() + " " + values);
        } else if (event instanceof Tick tick) {
            seen.add(tick.timer() + " +" + tick.missed());
        } else if (event instanceof InputClosed closed) {
            seen.add(closed.input() + " closed");
        } else if (event instanceof Stop stop) {
            seen.add("stop " + stop.reason());
        } else if (event instanceof dev.bowstring.node.External external) {
            seen.add(external.source() + " " + external.value());
        } else {
            seen.add(event.toString());
        }
    }
}
