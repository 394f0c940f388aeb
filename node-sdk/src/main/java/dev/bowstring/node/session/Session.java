package dev.bowstring.node.session;

import dev.bowstring.node.Event;
import dev.bowstring.node.Log;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Output;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.SystemNanoClock;

/** A node of a running dataflow. */
final class Session implements Node {
    private final Identity identity;
    private final Ports ports;
    private final Supervision supervision;
    private final EventStream events;
    private final Consumer consumer;
    private final Log log;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Who this node is: its id, the name of its dataflow and the id of the run. */
    record Identity(String node, String dataflow, String run) {}

    Session(Identity identity, Ports ports, Supervision supervision, Log log) {
        this.identity = identity;
        this.ports = ports;
        this.supervision = supervision;
        this.log = log;
        this.consumer = new Consumer(identity.node());
        this.events = new EventStream(
                ports.loop(supervision.signals()),
                supervision.signals(),
                consumer,
                new EventStream.Waiter(supervision.inputWait(), SystemNanoClock.INSTANCE),
                log);
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
    public String run() {
        return identity.run();
    }

    @Override
    public List<String> inputs() {
        return ports.feeds().stream().map(Feed::id).toList();
    }

    @Override
    public List<String> outputs() {
        return List.copyOf(ports.outputs().keySet());
    }

    @Override
    public Output output(String name) {
        Map<String, SessionOutput> outputs = ports.outputs();
        SessionOutput output = outputs.get(name);
        if (output == null) {
            throw new NodeException(
                    "node '" + identity.node() + "' has no output '" + name + "'",
                    Suggestion.among(outputs.keySet(), name));
        }
        return output;
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
        return events.next(Deadline.after(SystemNanoClock.INSTANCE.nanoTime(), Deadline.nanos(timeout)));
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
    public boolean ended() {
        return events.ended();
    }

    @Override
    public Log log() {
        return log;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            supervision.signals().close();
            supervision.doorbell().ring(); // our own sleepers: none of them waits any more
            boolean quiet = consumer.awaitQuiet();
            if (quiet) {
                events.takeBack();
            }
            boolean all = ports.close(quiet, log);
            supervision.leave(all);
        }
    }
}
