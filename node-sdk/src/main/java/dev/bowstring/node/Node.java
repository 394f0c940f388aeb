package dev.bowstring.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * This process as a node of a dataflow. See the {@linkplain dev.bowstring.node package} for an example.
 *
 * <p>Events are asked for by one thread at a time: {@link #next}, {@link #poll} and {@link #drain} hold the node for the
 * length of the call, an iteration from its start until it or its thread ends; a second thread is refused with a
 * {@link NodeException}. An event is valid until the next one is asked for, whichever way; see {@link Message#retain}.
 */
public interface Node extends AutoCloseable {

    /**
     * Connects to the dataflow that started this process, opens all ports, and returns when every node is ready, so that
     * no first message is lost to a slow starter (nodes with {@code start: eager} do not wait).
     *
     * @throws NodeException if this process was not started by a dataflow, a JVM flag is missing, the runtime is of
     *     another version, or the dataflow does not start in time
     */
    static Node connect() {
        return Connector.load().connect(System.getenv());
    }

    /**
     * Attaches this process, which no dataflow has started, to a running dataflow as a node with {@code path: dynamic}.
     *
     * <p>Its inputs begin behind the last message; its outputs go on where the process attached before has left them.
     * {@link #close} leaves, after which this process or another may attach again, as often as it likes. A process that
     * ends or is killed while it is attached has left as well. The runtime never ends a process that it has not started:
     * when the dataflow stops the node is told so by {@link Stop}, and should be closed soon.
     *
     * @param run the run's id, as {@code bowstring run} says it, or the path of its directory
     * @param id the node's id in the YAML
     * @throws NodeException if there is no such run, or no dynamic node of that id in it, another process is attached as it,
     *     a JVM flag is missing, or the runtime is of another version
     */
    static Node attach(String run, String id) {
        return Connector.load().attach(run, id, System.getenv());
    }

    /** The node's id in the YAML. */
    String id();

    /** The name of the dataflow. */
    String dataflow();

    /** The id of this run of the dataflow. */
    String run();

    /** The names of the inputs that carry data, in the order of their declaration. */
    List<String> inputs();

    /** The names of the outputs, in the order of their declaration. */
    List<String> outputs();

    /**
     * An output, by its name in the YAML. The same object at each call.
     *
     * @throws NodeException if there is none of that name; it names those there are
     */
    Output output(String name);

    /**
     * The events as they come, waiting for each. Ends after {@link Stop}, which is the last event in any case; breaking
     * out and starting another iteration continues where the last one ended.
     */
    Iterable<Event> events();

    /** Waits for the next event; empty once {@link Stop} was delivered. */
    Optional<Event> next();

    /** Waits for the next event at most this long; empty when there was none, or {@link Stop} was delivered. */
    Optional<Event> next(Duration timeout);

    /** The next event if there is one right now. */
    Optional<Event> poll();

    /** All events there are right now, at most as many messages as the inputs may hold; they are valid together. */
    List<Event> drain();

    /** Whether {@link Stop} was delivered: no event will come any more. */
    boolean ended();

    /** The structured log. */
    Log log();

    /**
     * Gives back what this node holds and leaves the dataflow. The outputs are not closed: that is done by the runtime
     * when the node is not to be started again, or nothing may attach any more. Retained messages that were never closed
     * are reported and stay readable; with such, an attached node stays this process's own until the process ends.
     */
    @Override
    void close();
}
