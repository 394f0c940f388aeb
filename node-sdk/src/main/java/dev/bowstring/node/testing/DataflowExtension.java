package dev.bowstring.node.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bowstring.node.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs a dataflow for each test, as {@code bowstring run} does: each node is a process. JUnit 5.
 *
 * <pre>{@code
 * @RegisterExtension
 * final DataflowExtension flow = DataflowExtension.of(Path.of("dataflow.yml"));
 *
 * @Test
 * void shouldLoseNothing() {
 *     RunSummary ended = flow.awaitEnd();          // or flow.stop() before, if it would not end
 *
 *     assertThat(ended.ok()).as(flow.printed()).isTrue();
 *     assertThat(ended.edge("printer/greetings").received()).isEqualTo(5);
 * }
 *
 * @Test
 * void shouldAnswerWhatIsAsked() {                 // with `- {id: probe, path: dynamic, inputs: ..., outputs: [ask]}`
 *     Node probe = flow.attach("probe");
 *     probe.output("ask").send(question);
 *     Message answer = (Message) probe.next().orElseThrow();
 * }
 * }</pre>
 *
 * <p>The runtime's jar is what the system property {@code bowstring.jar} names, or {@link #jar}. A test begins when all nodes
 * are connected. After it the dataflow is stopped, if it still runs, and nothing of it is left; of a test that failed its
 * output and logs are kept, and it is printed where. A dataflow that has failed by then fails the test, unless that looked
 * at its end itself. Shared memory and logs are in directories of the run's own, so that tests may run side by side; what
 * the first has compiled the others find.
 */
public final class DataflowExtension implements BeforeEachCallback, AfterEachCallback {
    private static final String JAR = "bowstring.jar";

    private final Source source;
    private Optional<Path> jar = Optional.empty();
    private Duration patience = Duration.ofSeconds(60);
    private Optional<Run> current = Optional.empty();

    private DataflowExtension(Source source) {
        this.source = source;
    }

    /** Where the YAML is, once a run has its directories. */
    private interface Source {
        Path flow(RunFolder folder) throws IOException;
    }

    /** One run, of one test. */
    private static final class Run {
        private final RunFolder folder;
        private final RunProcess process;
        private final List<Node> attached = new ArrayList<>();
        private boolean endWasSeen;

        Run(RunFolder folder, RunProcess process) {
            this.folder = folder;
            this.process = process;
        }

        /** Whatever the test has left open. */
        void detach() {
            attached.forEach(Node::close);
            attached.clear();
        }
    }

    /** The dataflow of a file. */
    public static DataflowExtension of(Path flow) {
        return new DataflowExtension(folder -> flow);
    }

    /** The dataflow of a text; relative paths in it are relative to a directory that is empty. */
    public static DataflowExtension ofYaml(String yaml) {
        return new DataflowExtension(folder -> folder.write(yaml));
    }

    /** The runtime's jar. */
    public DataflowExtension jar(Path runtime) {
        jar = Optional.of(runtime);
        return this;
    }

    /** How long to wait for the start, and for the end, before the test fails; 60 s at first. */
    public DataflowExtension patience(Duration atMost) {
        patience = atMost;
        return this;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException, InterruptedException {
        Path runtime = jar.orElseGet(DataflowExtension::jarOfProperty);
        RunFolder folder = RunFolder.create(RunCaches.of(context));
        boolean going = false;
        try {
            RunProcess process = RunProcess.start(runtime, source.flow(folder), folder, patience);
            current = Optional.of(new Run(folder, process));
            process.awaitGo();
            going = true;
        } finally {
            if (!going && current.isPresent()) {
                endAfterFailure(context); // JUnit calls nobody after a start that failed
            } else if (!going) {
                folder.deleteShm();
                folder.deleteKept();
            }
        }
    }

    private static Path jarOfProperty() {
        String path = System.getProperty(JAR, "");
        if (path.isEmpty() || !Files.exists(Path.of(path))) {
            throw new IllegalStateException("the runtime is not where -D" + JAR + " says (" + path
                    + "); set it to the path of bowstring.jar, or name that by jar(...)");
        }
        return Path.of(path);
    }

    private Run run() {
        return current.orElseThrow(() -> new IllegalStateException("no test is under way"));
    }

    /** The run's id; empty once the run is over. */
    public Optional<String> runId() {
        return run().folder.run().map(run -> run.runId());
    }

    /** The run's directory in shared memory, by which another process can find it; empty once the run is over. */
    public Optional<Path> runDirectory() {
        return run().folder.run().map(run -> run.path());
    }

    /** Whether the dataflow is still running. */
    public boolean isRunning() {
        return run().process.isRunning();
    }

    /** What the runtime has printed so far: what the nodes print, its own words, and in the end its summary. */
    public String printed() {
        try {
            return Files.readString(run().folder.out())
                    + Files.readString(run().folder.err());
        } catch (IOException failure) {
            throw new UncheckedIOException("what the dataflow prints cannot be read", failure);
        }
    }

    /** What a node has printed so far, line by line; empty if there is no such node. */
    public List<String> log(String node) {
        List<String> lines = new ArrayList<>();
        try {
            Optional<Path> log = run().folder.log(node);
            if (log.isPresent()) {
                for (String entry : Files.readAllLines(log.get())) {
                    lines.add(new ObjectMapper().readTree(entry).path("line").asText());
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("the log of node '" + node + "' cannot be read", failure);
        }
        return lines;
    }

    /**
     * This process as a node of the dataflow with {@code path: dynamic}: what the test reads from its edges, and sends into
     * them. It is closed after the test at the latest.
     *
     * @throws dev.bowstring.node.NodeException if there is no such node, or it is attached already
     */
    public Node attach(String id) {
        Path directory = runDirectory().orElseThrow(() -> new IllegalStateException("the run is over"));
        Node node = Node.attach(directory.toString(), id);
        run().attached.add(node);
        return node;
    }

    /** Stops the dataflow as Ctrl-C does, and returns at once. */
    public DataflowExtension stop() {
        run().process.stop();
        return this;
    }

    /** Waits until the dataflow has ended, by itself or because it was stopped. */
    public RunSummary awaitEnd() {
        try {
            RunSummary summary = run().process.awaitEnd();
            run().endWasSeen = true;
            return summary;
        } catch (IOException failure) {
            throw new UncheckedIOException("the summary of the run cannot be read", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt(); // whoever interrupts the test wants it to end
            throw new AssertionError("interrupted while the dataflow was ending", interrupted);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
        run().detach();
        if (context.getExecutionException().isPresent()) {
            endAfterFailure(context);
            return;
        }
        boolean endedWell = false;
        try {
            boolean byItself = !run().process.isRunning();
            RunSummary ended = stop().run().process.awaitEnd();
            if (byItself && !ended.ok() && !run().endWasSeen) {
                throw new AssertionError("the dataflow has failed: " + ended.failure() + "\n" + printed());
            }
            runDirectory().ifPresent(left -> {
                throw new AssertionError("the run has left " + left);
            });
            endedWell = true;
        } finally {
            if (endedWell) {
                run().folder.deleteShm();
                run().folder.deleteKept();
                current = Optional.empty();
            } else {
                endAfterFailure(context);
            }
        }
    }

    /** Whatever state the run is in: it ends, its logs stay, and the failure of the test stays the one that is shown. */
    private void endAfterFailure(ExtensionContext context) throws InterruptedException {
        if (current.isPresent()) {
            Run run = run();
            run.process.stop();
            run.process.awaitEndOrKill();
            run.folder.deleteShm();
            current = Optional.empty();
            System.err.println(
                    context.getDisplayName() + ": the output and the logs of the dataflow are in " + run.folder.kept());
        }
    }
}
