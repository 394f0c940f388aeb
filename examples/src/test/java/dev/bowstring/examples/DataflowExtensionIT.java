package dev.bowstring.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.testing.DataflowExtension;
import dev.bowstring.node.testing.RunSummary;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Dataflows for the length of a test, as a user runs them. */
@Tag("process")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class DataflowExtensionIT {
    private static final String ENDLESS =
            """
            nodes:
              - id: slow
                path: dev.bowstring.examples.SlowNode
                classpath: %s
                inputs: {tick: timer/millis/10}
                outputs: [enriched]
            """.formatted(Path.of("target/test-classes").toAbsolutePath());

    /** As a user does it. */
    @Nested
    class Hello {
        @RegisterExtension
        final DataflowExtension flow = DataflowExtension.of(ExampleRun.ROOT.resolve("examples/hello/dataflow.yml"));

        @Test
        void shouldGreetFiveTimes() {
            RunSummary ended = flow.awaitEnd();

            assertThat(ended.ok()).as(flow.printed()).isTrue();
            assertThat(ended.edge("printer/greetings").received()).isEqualTo(5);
            assertThat(flow.log("printer")).hasSize(5).endsWith("Hello, world 5 of 5");
            assertThat(flow.isRunning()).isFalse();
        }
    }

    private ExtensionContext real;

    @RegisterExtension
    final BeforeEachCallback listener = context -> real = context;

    /** A test as a node of the dataflow it tests. */
    @Nested
    class Attached {
        @RegisterExtension
        final DataflowExtension flow = DataflowExtension.ofYaml(
                """
                nodes:
                  - id: probe
                    path: dynamic
                    inputs: {answer: echo/out}
                    outputs: [ask]
                  - id: echo
                    path: dev.bowstring.examples.EchoNode
                    classpath: %s
                    inputs: {in: {source: probe/ask, queue_policy: backpressure}}
                    outputs: [out]
                """.formatted(Path.of("target/test-classes").toAbsolutePath()));

        @Test
        void shouldSendIntoTheEdgesAndReadFromThem() {
            Node probe = flow.attach("probe");
            try (BigIntVector question =
                    new BigIntVector("n", probe.output("ask").allocator())) {
                question.setSafe(0, 42);
                question.setValueCount(1);
                probe.output("ask").send(question);
            }

            Message answer = (Message) probe.next(Duration.ofSeconds(60)).orElseThrow();

            assertThat(answer.vector(BigIntVector.class).get(0)).isEqualTo(42);
        }
    }

    @Test
    void shouldStopADataflowThatStillRunsAndLeaveNothing() throws Exception {
        DataflowExtension flow = DataflowExtension.ofYaml(ENDLESS);
        flow.beforeEach(context(Optional.empty()));
        assertThat(flow.isRunning()).as(flow.printed()).isTrue();
        Path shm = flow.runDirectory().orElseThrow().getParent().getParent();
        assertThat(flow.runId()).isPresent();

        flow.afterEach(context(Optional.empty()));

        assertThat(shm).doesNotExist();
    }

    @Test
    void shouldKeepTheLogsOfATestThatFailedAndSayWhere() throws Exception {
        DataflowExtension flow = DataflowExtension.ofYaml(ENDLESS);
        flow.beforeEach(context(Optional.empty()));
        Path shm = flow.runDirectory().orElseThrow().getParent().getParent();

        String printed = printedBy(() -> flow.afterEach(context(Optional.of(new AssertionError("the user's")))));

        assertThat(shm).doesNotExist();
        Path kept = keptBy(printed);
        assertThat(kept.resolve("summary.json")).exists();
        delete(kept);
    }

    @Test
    void shouldSayWhyADataflowCannotBeStarted() throws Exception {
        DataflowExtension flow = DataflowExtension.ofYaml("nodes: [{id: a, path: Missing.java}]");

        String printed = printedBy(() -> assertThatThrownBy(() -> flow.beforeEach(context(Optional.empty())))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("could not be started, exit code 2")
                .hasMessageContaining("Missing.java"));

        delete(keptBy(printed));
    }

    @Test
    void shouldFailATestWhoseDataflowHasFailed() throws Exception {
        DataflowExtension flow = DataflowExtension.ofYaml(ENDLESS.replace("[enriched]", "[other]"));
        flow.beforeEach(context(Optional.empty()));
        await().atMost(Duration.ofSeconds(60)).until(() -> !flow.isRunning());

        String printed = printedBy(() -> assertThatThrownBy(() -> flow.afterEach(context(Optional.empty())))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the dataflow has failed")
                .hasMessageContaining("has no output 'enriched'"));

        delete(keptBy(printed));
    }

    private interface Action {
        void run() throws Exception;
    }

    private static String printedBy(Action action) throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static Path keptBy(String printed) {
        Matcher place = Pattern.compile("the output and the logs of the dataflow are in (\\S+)")
                .matcher(printed);
        assertThat(place.find()).as(printed).isTrue();
        return Path.of(place.group(1));
    }

    private static void delete(Path directory) throws Exception {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }

    /** What JUnit says to an extension, as far as it is asked. */
    private ExtensionContext context(Optional<Throwable> failure) {
        return (ExtensionContext) Proxy.newProxyInstance(
                DataflowExtensionIT.class.getClassLoader(),
                new Class<?>[] {ExtensionContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getExecutionException" -> failure;
                    case "getDisplayName" -> "aTest";
                    case "getRoot" -> real.getRoot();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
