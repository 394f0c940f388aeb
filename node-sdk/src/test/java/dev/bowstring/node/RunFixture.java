package dev.bowstring.node;

import dev.bowstring.node.session.run.SessionConnector;
import dev.bowstring.transport.control.InputPort;
import dev.bowstring.transport.control.OutputPort;
import dev.bowstring.transport.control.StopReason;
import dev.bowstring.transport.control.TimerPort;
import dev.bowstring.transport.control.Welcome;
import dev.bowstring.transport.counters.LatencySnapshot;
import dev.bowstring.transport.counters.OutputCounter;
import dev.bowstring.transport.log.Account;
import dev.bowstring.transport.log.OutputPlan;
import dev.bowstring.transport.log.OutputPlan.ReaderPlan;
import dev.bowstring.transport.log.Waiting;
import dev.bowstring.transport.segment.RunDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A small dataflow whose supervisor and nodes all live in this JVM, over real files and a real socket.
 *
 * <pre>{@code
 * try (RunFixture run = new RunFixture(directory)
 *         .output("source", "rows")
 *         .blocking("sink", "rows", "source/rows", 10)
 *         .start()) {
 *     run.node("source").output("rows").send(vector);
 *     run.node("sink").next();
 * }
 * }</pre>
 *
 * Nodes are declared by their ports, or by {@link #declare}. All are connected by {@link #start}. When a node is closed,
 * its outputs are, as if its process had ended.
 */
public final class RunFixture implements AutoCloseable {
    /** The size of an arena unless the test says otherwise. */
    public static final long ARENA = 1 << 20;

    /** What an arena may grow to unless the test says otherwise. */
    public static final long ARENA_MAX = 64 << 20;

    private static final int SPARE_READERS = 4;
    private static final int PINS = 16;

    private final RunDirectory run;
    private final Map<String, Declared> declared = new LinkedHashMap<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private FakeSupervisor supervisor;

    /** The ports of one node as the test declares them. */
    private static final class Declared {
        final List<Edge> inputs = new ArrayList<>();
        final List<TimerPort> timers = new ArrayList<>();
        final Map<String, long[]> outputs = new LinkedHashMap<>();
        boolean eager;
    }

    private record Edge(
            String id,
            String node,
            String output,
            boolean blocking,
            int queueSize,
            int maxHeld,
            Duration timeout,
            boolean ownCycle) {}

    /** @param directory an empty one, short enough for the path of a socket */
    public RunFixture(Path directory) {
        run = new RunDirectory(directory.resolve("run"));
    }

    /** Declares a node without ports. */
    public RunFixture declare(String node) {
        of(node);
        return this;
    }

    /** The node does not wait for the others. */
    public RunFixture eager(String node) {
        of(node).eager = true;
        return this;
    }

    public RunFixture output(String node, String output) {
        return output(node, output, ARENA, ARENA_MAX);
    }

    public RunFixture output(String node, String output, long arenaBytes, long arenaMax) {
        of(node).outputs.put(output, new long[] {arenaBytes, arenaMax});
        return this;
    }

    /** An input with {@code queue_policy: drop_oldest}. */
    public RunFixture lossy(String node, String input, String source, int queueSize) {
        return input(node, input, source, new InputOptions(false, queueSize, PINS, false));
    }

    /** An input with {@code queue_policy: backpressure}. */
    public RunFixture blocking(String node, String input, String source, int queueSize) {
        return input(node, input, source, new InputOptions(true, queueSize, PINS, false));
    }

    /** A blocking input that times out. */
    public RunFixture blocking(String node, String input, String source, int queueSize, Duration timeout) {
        return input(node, input, source, new InputOptions(true, queueSize, PINS, timeout, false));
    }

    /** What an input may be besides its names. */
    public record InputOptions(boolean blocking, int queueSize, int maxHeld, Duration timeout, boolean ownCycle) {
        /** One that never times out. */
        public InputOptions(boolean blocking, int queueSize, int maxHeld, boolean ownCycle) {
            this(blocking, queueSize, maxHeld, Duration.ZERO, ownCycle);
        }
    }

    public RunFixture input(String node, String input, String source, InputOptions options) {
        int slash = source.indexOf('/');
        of(node).inputs
                .add(new Edge(
                        input,
                        source.substring(0, slash),
                        source.substring(slash + 1),
                        options.blocking(),
                        options.queueSize(),
                        options.maxHeld(),
                        options.timeout(),
                        options.ownCycle()));
        return this;
    }

    public RunFixture timer(String node, String id, Duration period) {
        of(node).timers.add(new TimerPort(id, period.toNanos()));
        return this;
    }

    private Declared of(String node) {
        return declared.computeIfAbsent(node, id -> new Declared());
    }

    /** Makes all files and starts the supervisor, without any node. */
    public RunFixture startSupervisor() {
        supervisor = new FakeSupervisor(run, welcomes(), plans());
        return this;
    }

    /** Starts the supervisor and connects all nodes. */
    public RunFixture start() {
        startSupervisor();
        Map<String, CompletableFuture<Node>> connecting = new LinkedHashMap<>();
        declared.keySet()
                .forEach(node -> connecting.put(node, CompletableFuture.supplyAsync(() -> connect(node), task -> {
                    new Thread(task, "connect-" + node).start();
                })));
        connecting.forEach((node, connected) ->
                nodes.put(node, connected.orTimeout(20, TimeUnit.SECONDS).join()));
        return this;
    }

    private Map<String, Welcome> welcomes() {
        Map<String, Welcome> welcomes = new LinkedHashMap<>();
        declared.forEach((node, ports) -> welcomes.put(
                node,
                new Welcome(
                        "fixture",
                        ports.inputs.stream().map(edge -> inputPort(node, edge)).toList(),
                        ports.timers,
                        ports.outputs.entrySet().stream()
                                .map(output -> outputPort(node, output.getKey(), output.getValue()))
                                .toList(),
                        ports.eager,
                        Duration.ofSeconds(20).toNanos())));
        return welcomes;
    }

    private InputPort inputPort(String node, Edge edge) {
        int reader = readers(edge.node, edge.output).indexOf(node + "/" + edge.id);
        return new InputPort(
                edge.id,
                edge.node,
                edge.output,
                reader,
                edge.blocking,
                edge.queueSize,
                edge.maxHeld,
                edge.timeout.toNanos(),
                edge.ownCycle,
                Optional.empty());
    }

    private OutputPort outputPort(String node, String output, long... arena) {
        List<String> readerNodes = readers(node, output).stream()
                .map(name -> name.substring(0, name.indexOf('/')))
                .toList();
        return new OutputPort(output, arena[0], arena[1], readerNodes, firstCounter(node + "/" + output));
    }

    /** Counters are allocated in the order of declaration. */
    private int firstCounter(String source) {
        List<String> all = new ArrayList<>();
        declared.forEach((node, ports) -> ports.outputs.keySet().forEach(output -> all.add(node + "/" + output)));
        return all.indexOf(source) * OutputCounter.values().length;
    }

    /** {@code node/input} of each declared reader, by number. */
    private List<String> readers(String source, String output) {
        List<String> readers = new ArrayList<>();
        declared.forEach((node, ports) -> ports.inputs.stream()
                .filter(edge -> edge.node.equals(source) && edge.output.equals(output))
                .forEach(edge -> readers.add(node + "/" + edge.id)));
        return readers;
    }

    private List<OutputPlan> plans() {
        List<OutputPlan> plans = new ArrayList<>();
        declared.forEach((node, ports) -> ports.outputs.forEach((output, arena) -> {
            List<ReaderPlan> readers = new ArrayList<>();
            declared.forEach((reader, its) -> its.inputs.stream()
                    .filter(edge -> edge.node.equals(node) && edge.output.equals(output))
                    .forEach(edge -> readers.add(
                            new ReaderPlan(reader + "/" + edge.id, edge.blocking, edge.queueSize, edge.maxHeld))));
            for (int i = 0; i < SPARE_READERS; i++) {
                readers.add(ReaderPlan.spare(PINS));
            }
            plans.add(new OutputPlan(node, output, readers, arena[0], arena[1]));
        }));
        return plans;
    }

    public RunDirectory directory() {
        return run;
    }

    /** What the runtime would put into the environment of a node. */
    public Map<String, String> environment(String node) {
        return Map.of(
                "BOWSTRING_RUN_DIR",
                run.path().toString(),
                "BOWSTRING_NODE",
                node,
                "BOWSTRING_INCARNATION",
                "1",
                "BOWSTRING_TOKEN",
                FakeSupervisor.TOKEN);
    }

    /** Connects a node; returns when all are connected, unless it is eager. */
    public Node connect(String node) {
        return new SessionConnector().connect(environment(node));
    }

    /** A node that {@link #start} connected. */
    public Node node(String id) {
        return nodes.get(id);
    }

    /** An output of a node that {@link #start} connected. */
    public Output output(String source) {
        int slash = source.indexOf('/');
        return node(source.substring(0, slash)).output(source.substring(slash + 1));
    }

    /** Tells a node to stop. */
    public void stop(String node, StopReason reason) {
        supervisor.stop(node, reason);
    }

    /** The supervisor is busy: it answers requests for arena files only once it is busy no longer. */
    public void supervisorIsBusy(boolean now) {
        supervisor.busy(now);
    }

    /** Says that a node is started again, the first time by 1; what it sends from here on counts as its new life's. */
    public void restarted(String node, long number) {
        supervisor.restarted(node, number);
    }

    /** Ends the outputs of a node, as when its process has ended. */
    public void end(String node) {
        supervisor.end(node);
    }

    /** What became of the messages on the way from an output to a reader, by its number. */
    public Account account(String source, int reader) {
        return supervisor.account(source, reader);
    }

    /** What the publisher of an output says it waits for. */
    public Waiting waitsFor(String source) {
        return supervisor.waitsFor(source);
    }

    /** A counter of an output. */
    public long counter(String source, OutputCounter counter) {
        return supervisor.counter(firstCounter(source), counter);
    }

    /** How long messages took from an output to a reader, by its number. */
    public LatencySnapshot latency(String source, int reader) {
        return supervisor.latency(source, reader);
    }

    /** A number that changes while the program of a node goes on. */
    public long progress(String node) {
        return supervisor.progress(node);
    }

    /** How many arena files an output has. */
    public int arenas(String source) {
        return supervisor.arenas(source);
    }

    /** What nodes have said to the supervisor: {@code ready sink}, {@code bye sink}, {@code corrupt sink/rows}. */
    public List<String> heard() {
        return supervisor.heard();
    }

    /** The supervisor dies without a word. */
    public void killSupervisor() {
        supervisor.die();
    }

    /** Closes the nodes that are open still, and the supervisor. */
    @Override
    public void close() {
        nodes.values().forEach(Node::close);
        if (supervisor != null) {
            supervisor.close();
        }
    }
}
