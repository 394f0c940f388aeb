package dev.bowstring.node.session;

import dev.bowstring.node.Diversion;
import dev.bowstring.node.Event;
import dev.bowstring.node.External;
import dev.bowstring.node.ExternalSource;
import dev.bowstring.node.Handler;
import dev.bowstring.node.Log;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.NodeRestarted;
import dev.bowstring.node.Output;
import dev.bowstring.node.Stop;
import dev.bowstring.node.Tick;
import dev.bowstring.node.Timer;
import dev.bowstring.node.session.wait.Deadline;
import dev.bowstring.node.session.wait.Delays;
import dev.bowstring.node.session.wait.NodeTimer;
import dev.bowstring.node.session.wait.Signals;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.agrona.concurrent.NanoClock;

/** A node of a running dataflow: gives each way of asking for events to the part that serves it. */
public final class Session implements Node {
    private final Identity identity;
    private final Ground ground;
    private final Log log;
    private final NanoClock clock;
    private final Runnable progress;
    private final EventLoop loop;
    private final EventStream events;
    private final Consumer consumer;
    private final EventPump pump;
    private final EventRequests requests;
    private final EventPublisher publisher;
    private final Diversions diversions = new Diversions();
    private final Sources sources;
    private final Delays delays;
    private final Handlers handlers;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Who this node is: its id, the name of its dataflow, the id of the run, and how often it was started again. */
    public record Identity(String node, String dataflow, String run, long restarts) {}

    public Session(Identity identity, Ground ground, Log log) {
        this.identity = identity;
        this.ground = ground;
        this.log = log;
        Signals signals = ground.signals();
        EventStream.Waiter waiter = ground.waiter();
        clock = waiter.clock();
        progress = waiter.progress();
        consumer = new Consumer(identity.node());
        loop = new EventLoop(mergedInputs(ground, clock), ground.timers(), signals);
        ground.timeouts(loop::nextTimeoutNs);
        events = new EventStream(loop, signals, consumer, waiter, log, diversions);
        Runnable wake = ground::wakeInput;
        pump = new EventPump(
                events, consumer, diversions, new EventPump.Surroundings(identity.node(), waiter.how(), clock, wake));
        requests = new EventRequests(pump);
        publisher = new EventPublisher(pump);
        sources = new Sources(loop, clock, signals, wake);
        delays = new Delays(identity.node(), ground.alarms());
        handlers = new Handlers(identity.node());
    }

    private static List<Input> mergedInputs(Ground ground, NanoClock clock) {
        return ground.feeds().stream().map(feed -> new Input(feed, clock)).toList();
    }

    @Override
    public String id() {
        return identity.node();
    }

    @Override
    public String dataflow() {
        return identity.dataflow();
    }

    @Override
    public String runId() {
        return identity.run();
    }

    @Override
    public long restartCount() {
        return identity.restarts();
    }

    @Override
    public List<String> inputs() {
        return ground.feeds().stream().map(Feed::id).toList();
    }

    @Override
    public List<String> outputs() {
        return List.copyOf(ground.outputs().keySet());
    }

    @Override
    public Output output(String name) {
        Map<String, ? extends Output> outputs = ground.outputs();
        Output output = outputs.get(name);
        if (output == null) {
            throw unknown("output", outputs.keySet(), name);
        }
        return output;
    }

    private NodeException unknown(String kind, Collection<String> known, String name) {
        return new NodeException(
                "node '" + identity.node() + "' has no " + kind + " '" + name + "'", Suggestion.among(known, name));
    }

    @Override
    public int maxHeld(String input) {
        for (Feed feed : ground.feeds()) {
            if (feed.id().equals(input)) {
                return feed.maxHeld();
            }
        }
        throw unknown("input", inputs(), input);
    }

    @Override
    public Iterable<Event> events() {
        return events;
    }

    @Override
    public Optional<Event> next() {
        return events.next(Long.MAX_VALUE);
    }

    @Override
    public Optional<Event> next(Duration timeout) {
        return events.next(deadlineNs(timeout));
    }

    @Override
    public Optional<Message> next(String input, Predicate<? super Message> wanted, Duration timeout) {
        return events.next(input(input), wanted, deadlineNs(timeout));
    }

    private long deadlineNs(Duration timeout) {
        return Deadline.after(clock.nanoTime(), Deadline.nanos(timeout));
    }

    private Input input(String id) {
        Input input = inputs().contains(id) ? loop.input(id) : null;
        if (input == null) {
            throw unknown("input", inputs(), id);
        }
        return input;
    }

    @Override
    public Optional<Event> poll() {
        return events.poll();
    }

    @Override
    public List<Event> drain() {
        return events.drain();
    }

    @Override
    public boolean isEmpty() {
        return events.isEmpty();
    }

    @Override
    public boolean ended() {
        return events.ended();
    }

    @Override
    public CompletionStage<Event> nextEvent() {
        return requests.next();
    }

    @Override
    public CompletionStage<Optional<Event>> nextEvent(Duration timeout) {
        return requests.next(Deadline.nanos(timeout));
    }

    @Override
    public Flow.Publisher<Event> publisher() {
        return publisher;
    }

    @Override
    public void executor(Executor executor) {
        pump.executor(executor);
        ground.roomPump().executor(executor);
    }

    @Override
    public Diversion divert(String input, Diversion.Taker taker) {
        Input of = input(input);
        Diversion diversion = diversions.add(of, taker);
        if (of.closed()) {
            taker.closed(); // its end was handed out before: nobody else will tell
        }
        return diversion;
    }

    @Override
    public Node on(String input, Handler<Message> handler) {
        handlers.input(input(input).id(), handler);
        return this;
    }

    @Override
    public Node onTick(String timer, Handler<Tick> handler) {
        handlers.timer(timer, handler);
        return this;
    }

    @Override
    public Node onExternal(String source, Handler<External> handler) {
        handlers.source(source, handler);
        return this;
    }

    @Override
    public Node onRestarted(Handler<NodeRestarted> handler) {
        handlers.restarted(handler);
        return this;
    }

    @Override
    public Node onStop(Handler<Stop> handler) {
        handlers.stop(handler);
        return this;
    }

    @Override
    public Node onOther(Handler<Event> handler) {
        handlers.other(handler);
        return this;
    }

    @Override
    public void run() {
        handlers.check(inputs(), loop.timers().ids(), sources.ids());
        for (Event event : events) {
            handlers.handle(event);
        }
    }

    @Override
    public synchronized Timer timer(String id) {
        NodeTimer known = loop.timers().named(id);
        if (known != null) {
            return known;
        }
        refuseTaken(id, "timer");
        return loop.timers().add(id);
    }

    @Override
    public <T> ExternalSource<T> source(String id, int capacity) {
        return open(id, capacity);
    }

    @Override
    public <T> ExternalSource<T> merge(String id, Flow.Publisher<? extends T> from, int capacity) {
        SourceFeed<T> feed = open(id, capacity);
        sources.subscribe(feed, from, capacity); // the publisher is the user's code, and may wait for other threads
        return feed;
    }

    @Override
    public synchronized <T> ExternalSource<T> merge(String id, BlockingQueue<? extends T> queue, int capacity) {
        refuseTaken(id, "source");
        return sources.merge(id, queue, capacity);
    }

    @Override
    public synchronized ExternalSource<ByteBuffer> merge(
            String id, ReadableByteChannel channel, int chunkBytes, int capacity) {
        refuseTaken(id, "source");
        return sources.merge(id, channel, chunkBytes, capacity);
    }

    private synchronized <T> SourceFeed<T> open(String id, int capacity) {
        refuseTaken(id, "source");
        return sources.open(id, capacity);
    }

    /** One word for one thing: what comes through an event's name is never in doubt. */
    private void refuseTaken(String id, String kind) {
        boolean taken = inputs().contains(id)
                || sources.ids().contains(id)
                || loop.timers().named(id) != null;
        if (taken) {
            throw new NodeException(
                    "node '" + identity.node() + "' has an input, timer or source '" + id + "' already",
                    "give the " + kind + " another name");
        }
        if (closed.get()) {
            throw new NodeException("node '" + identity.node() + "' is closed", "make its " + kind + "s before");
        }
    }

    /** Whether something may come from outside the dataflow. */
    public boolean hasSources() {
        return !sources.ids().isEmpty();
    }

    @Override
    public CompletionStage<Void> delay(Duration time) {
        return delays.after(Deadline.nanos(time));
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    @Override
    public void keepAlive() {
        if (!closed.get()) { // the page may be somebody else's then
            progress.run();
        }
    }

    @Override
    public Log log() {
        return log;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            ground.endWaits();
            sources.close();
            pump.close();
            diversions.stopping();
            ground.roomPump().close();
            delays.close();
            boolean quiet = consumer.awaitQuiet();
            if (quiet) {
                events.close();
            }
            ground.leave(quiet, log);
        }
    }
}
