package dev.bowstring.node;

import dev.bowstring.transport.control.Frame;
import dev.bowstring.transport.control.Hello;
import dev.bowstring.transport.control.NodeConnection;
import dev.bowstring.transport.control.NodeControlWriter;
import dev.bowstring.transport.control.NodeHandler;
import dev.bowstring.transport.control.NodeListener;
import dev.bowstring.transport.control.StopReason;
import dev.bowstring.transport.control.Welcome;
import dev.bowstring.transport.counters.CounterAllocator;
import dev.bowstring.transport.counters.CountersFile;
import dev.bowstring.transport.counters.LatencyHistogram;
import dev.bowstring.transport.counters.LatencySnapshot;
import dev.bowstring.transport.counters.OutputCounter;
import dev.bowstring.transport.doorbell.Doorbell;
import dev.bowstring.transport.doorbell.Futex;
import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.layout.LatencyLayout;
import dev.bowstring.transport.layout.NodeControlLayout;
import dev.bowstring.transport.log.Account;
import dev.bowstring.transport.log.OutputPlan;
import dev.bowstring.transport.log.OutputStore;
import dev.bowstring.transport.log.Waiting;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentHeader;
import dev.bowstring.transport.segment.SegmentKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.agrona.concurrent.SystemNanoClock;

/** The supervisor of a {@link RunFixture}: one thread that owns all files, answers nodes and does what tests ask for. */
final class FakeSupervisor implements NodeHandler, AutoCloseable {
    static final String TOKEN = "token";
    private static final int POLL_MS = 20;

    private final RunDirectory run;
    private final Map<String, Welcome> welcomes;
    private final Map<String, OutputStore> outputs = new LinkedHashMap<>();
    private final Map<String, NodeControlWriter> controls = new LinkedHashMap<>();
    private final Map<String, Doorbell> doorbells = new LinkedHashMap<>();
    private final Map<String, LatencyHistogram> latencies = new LinkedHashMap<>();
    private final CountersFile counters;
    private final List<Segment> pages = new ArrayList<>();
    private final Set<String> awaited = new LinkedHashSet<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<Runnable> unanswered = new ArrayList<>();
    private final NodeListener listener;
    private final Thread thread;
    private volatile boolean running = true;
    private boolean busy;

    FakeSupervisor(RunDirectory run, Map<String, Welcome> welcomes, List<OutputPlan> plans) {
        this.run = run;
        this.welcomes = welcomes;
        directory(run.nodes());
        directory(run.outputs());
        welcomes.keySet().forEach(this::nodePages);
        counters =
                new CountersFile(keep(Segment.create(run.counters(), CountersFile.header(plans.size(), run.runId()))));
        CounterAllocator allocator = counters.allocator();
        for (OutputPlan plan : plans) {
            outputs.put(plan.node() + "/" + plan.output(), OutputStore.create(run, plan));
            allocator.allocate(plan.node(), plan.output());
            latencies(plan);
        }
        awaited.addAll(welcomes.keySet());
        listener = new NodeListener(run.socket(), this, 64, SystemNanoClock.INSTANCE);
        thread = new Thread(this::run, "fake-supervisor");
        thread.start();
    }

    private static void directory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void latencies(OutputPlan plan) {
        String source = plan.node() + "/" + plan.output();
        directory(run.latencies(plan.node(), plan.output()));
        for (int reader = 0; reader < plan.readers().size(); reader++) {
            Path file = run.latency(plan.node(), plan.output(), reader);
            latencies.put(
                    source + "#" + reader,
                    new LatencyHistogram(page(file, SegmentKind.LATENCY, LatencyLayout.FILE_LENGTH)
                            .buffer()));
        }
    }

    private void nodePages(String node) {
        directory(run.node(node));
        Segment doorbell = page(run.doorbell(node), SegmentKind.DOORBELL, DoorbellLayout.FILE_LENGTH);
        Segment control = page(run.nodeControl(node), SegmentKind.NODE_CONTROL, NodeControlLayout.FILE_LENGTH);
        doorbells.put(node, new Doorbell(doorbell.buffer(), Futex.system()));
        NodeControlWriter words = new NodeControlWriter(control.buffer());
        words.begin(1);
        words.wallMinusMonotonicNs(System.currentTimeMillis() * 1_000_000L - System.nanoTime());
        controls.put(node, words);
    }

    private Segment page(Path file, SegmentKind kind, int bytes) {
        return keep(Segment.create(file, new SegmentHeader(kind, bytes, 0, 0, run.runId())));
    }

    private Segment keep(Segment segment) {
        pages.add(segment);
        return segment;
    }

    private void run() {
        while (running) {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            listener.doWork(POLL_MS);
        }
        listener.close();
    }

    private <T> T call(Callable<T> action) {
        FutureTask<T> task = new FutureTask<>(action);
        tasks.add(task);
        listener.wakeUp();
        try {
            return task.get();
        } catch (InterruptedException | ExecutionException failure) {
            throw new AssertionError("the fake supervisor failed", failure);
        }
    }

    private void perform(Runnable action) {
        call(() -> {
            action.run();
            return true;
        });
    }

    @Override
    public Frame.HelloReply onHello(NodeConnection node, Hello hello) {
        Welcome welcome = welcomes.get(hello.node());
        boolean known = welcome != null && hello.tokenIs(TOKEN);
        return known ? welcome : new Frame.Refused("no node " + hello.node() + " with that token");
    }

    @Override
    public void onStop(boolean now) {
        throw new IllegalStateException("no test stops its run from outside");
    }

    @Override
    public void onReady(NodeConnection node) {
        heard.add("ready " + node.hello().node());
        awaited.remove(node.hello().node());
        if (awaited.isEmpty()) {
            controls.values().forEach(NodeControlWriter::go);
            doorbells.values().forEach(Doorbell::ring);
        }
    }

    @Override
    public void onGrow(NodeConnection node, Frame.Grow request) {
        heard.add("grow " + node.hello().node() + "/" + request.output());
        if (busy) {
            unanswered.add(() -> grow(node, request));
        } else {
            grow(node, request);
        }
    }

    private void grow(NodeConnection node, Frame.Grow request) {
        OutputStore store = outputs.get(node.hello().node() + "/" + request.output());
        long free = store.plan().arenaMax() - store.arenaBytes();
        long bytes = Math.min(Math.max(2 * store.lastArenaBytes(), OutputPlan.arenaFileFor(request.minBytes())), free);
        node.answer(
                bytes < OutputPlan.arenaFileFor(request.minBytes())
                        ? Frame.Grown.refused(request)
                        : new Frame.Grown(request.request(), store.addArena(bytes), bytes));
    }

    @Override
    public void onRead(NodeConnection connection, Frame.Read request) {
        connection.answer(Frame.Reading.refused("a node reads what it is wired to"));
    }

    @Override
    public void onCorrupt(NodeConnection node, String input, String what) {
        heard.add("corrupt " + node.hello().node() + "/" + input);
    }

    @Override
    public void onBye(NodeConnection node) {
        heard.add("bye " + node.hello().node());
        endOutputs(node.hello().node());
    }

    @Override
    public void onEof(NodeConnection node, String why) {
        heard.add("eof " + node.hello().node());
    }

    private void endOutputs(String node) {
        outputs.forEach((name, store) -> {
            if (store.plan().node().equals(node)) {
                store.supervised().close();
            }
        });
        doorbells.values().forEach(Doorbell::ring);
    }

    long progress(String node) {
        return doorbells.get(node).progressSoFar();
    }

    void stop(String node, StopReason reason) {
        perform(() -> {
            controls.get(node).stop(reason);
            doorbells.get(node).ring();
        });
    }

    /** From here on requests for arena files wait until it is busy no longer. */
    void busy(boolean now) {
        perform(() -> {
            busy = now;
            unanswered.forEach(Runnable::run);
            unanswered.clear();
        });
    }

    void restarted(String node, long number) {
        perform(() -> {
            outputs.forEach((name, store) -> {
                if (store.plan().node().equals(node)) {
                    store.supervised().restarted(number, System.nanoTime());
                }
            });
            doorbells.values().forEach(Doorbell::ring);
        });
    }

    void end(String node) {
        perform(() -> endOutputs(node));
    }

    Account account(String source, int reader) {
        return call(() -> outputs.get(source).supervised().account(reader));
    }

    Waiting waitsFor(String source) {
        return call(() -> outputs.get(source).supervised().waitsFor());
    }

    long counter(int first, OutputCounter counter) {
        return counters.output(first).value(counter);
    }

    LatencySnapshot latency(String source, int reader) {
        return latencies.get(source + "#" + reader).snapshot();
    }

    int arenas(String source) {
        return call(() -> outputs.get(source).supervised().arenas());
    }

    List<String> heard() {
        return heard;
    }

    /** Closes the socket and all connections at once. */
    void die() {
        running = false;
        listener.wakeUp();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public void close() {
        die();
        outputs.values().forEach(OutputStore::close);
        pages.forEach(Segment::close);
    }
}
