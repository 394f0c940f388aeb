package dev.bowstring.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

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
        Connector connector = ServiceLoader.load(Connector.class, Node.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new NodeException(
                        "the SDK is incomplete: no " + Connector.class.getName() + " on the class path",
                        "use the whole node-sdk jar, with META-INF/services"));
        return connector.connect(System.getenv());
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
     * when the node is not to be started again. Retained messages that were never closed are reported.
     */
    @Override
    void close();
}
