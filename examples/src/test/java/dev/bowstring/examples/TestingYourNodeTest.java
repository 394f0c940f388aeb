package dev.bowstring.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.node.Batch;
import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import dev.bowstring.node.Tick;
import dev.bowstring.node.testing.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** What the README shows of the testing support. */
class TestingYourNodeTest {
    private static final Schema DELAYS = new Schema(List.of(Field.nullable("delay", new ArrowType.Int(32, true))));

    @Test
    void shouldPassOnWhatIsLateEachMinute() {
        try (TestNode test = TestNode.builder()
                .input("delays")
                .output("late")
                .timer("minute", Duration.ofMinutes(1))
                .build()) {
            test.input("delays").send(DELAYS, List.of(List.of(30), List.of(90)));
            test.advance(Duration.ofMinutes(1)); // the timer ticks once
            test.stop();

            test.run(LateNode::run); // or runMain(LateNode::main): Node.connect() connects to the test

            assertThat(test.output("late").message().values("delay")).containsExactly(90);
        }
    }

    @Test
    void shouldBeWhatTheReadmeShows() throws IOException {
        String readme = Files.readString(ExampleRun.ROOT.resolve("README.md"));
        String source = Files.readString(Path.of("src/test/java/dev/bowstring/examples/TestingYourNodeTest.java"));
        Matcher example = Pattern.compile("## Testing your node.*?```java\n(.*?)```", Pattern.DOTALL)
                .matcher(readme);

        assertThat(example.find()).isTrue();
        assertThat(source).contains(example.group(1).indent(4).replaceAll("(?m)^ +$", ""));
    }

    /** Collects what is over an hour late, and passes it on each minute. */
    private static final class LateNode {
        private static final int HOUR = 60;

        static void run(Node node) {
            Output late = node.output("late");
            List<Integer> delays = new ArrayList<>();
            for (Event event : node.events()) {
                if (event instanceof Message message) {
                    collect(message.vector("delay", IntVector.class), delays);
                } else if (event instanceof Tick) {
                    Batch batch = late.batch(DELAYS);
                    for (int row = 0; row < delays.size(); row++) {
                        batch.vector("delay", IntVector.class).setSafe(row, delays.get(row));
                    }
                    late.send(batch.rows(delays.size()));
                    delays.clear();
                }
            }
        }

        private static void collect(IntVector values, List<Integer> delays) {
            for (int row = 0; row < values.getValueCount(); row++) {
                if (values.get(row) > HOUR) {
                    delays.add(values.get(row));
                }
            }
        }
    }
}
