package dev.bowstring.node.flow;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One step of a node's work on its events, made by {@link NodeFlow}: it takes the messages of its inputs out of a stream of
 * events and gives results. It may be subscribed to again and again, by one subscriber at a time.
 *
 * @param <R> what comes out; if that is {@link AutoCloseable} it belongs to the subscriber
 */
public abstract class Operator<R> {
    private final Node node;
    private final List<String> inputs;
    private final @Nullable Consumer<? super Event> others;

    Operator(NodeFlow flow, List<String> inputs) {
        this.node = flow.node();
        this.inputs = inputs;
        this.others = flow.others();
    }

    /** What is done with the events, anew for each subscriber. */
    abstract Step<R> step(Course<R> course);

    final Node node() {
        return node;
    }

    final List<String> inputs() {
        return inputs;
    }

    /**
     * The results of the node's own events. They complete with the node's {@link dev.bowstring.node.Stop}, after what was
     * begun before it; a failure comes after the results before it.
     *
     * @throws NodeException if another input of the node is handled by nobody; it names it
     */
    public final Flow.Publisher<R> publisher() {
        List<String> unhandled = new ArrayList<>(node.inputs());
        unhandled.removeAll(inputs);
        if (others == null && !unhandled.isEmpty()) {
            throw new NodeException(
                    "node '" + node.id() + "' does nothing with the messages of its inputs " + unhandled,
                    "give NodeFlow an others(event -> ...)");
        }
        return from(node.publisher());
    }

    /** The results of a stream of events, such as what a reactive library made of {@link Node#publisher}. */
    public final Flow.Publisher<R> from(Flow.Publisher<? extends Event> events) {
        return subscriber -> events.subscribe(new Course<>(this, Objects.requireNonNull(subscriber, "subscriber")));
    }

    /**
     * Asks for the results of {@link #publisher} one by one, and does something with each, such as sending it. The next one
     * comes when the stage of the one before has ended, and the result, if it is {@link AutoCloseable}, was closed.
     *
     * <p>A stage that ends with a {@link dev.bowstring.node.SendResult} means it: {@code STOPPING} ends everything well,
     * anything else that is not {@code SENT} fails, so that no result is lost in silence.
     *
     * @return complete when the node is to stop; fails with a {@link NodeException}; cancelling it unsubscribes
     */
    public final CompletionStage<Void> forEach(Function<? super R, ? extends CompletionStage<?>> action) {
        OneByOne<R> last = new OneByOne<>(action);
        publisher().subscribe(last);
        return last.over();
    }

    /** Does something with an event that is not of this operator's inputs. */
    final void other(Event event) {
        if (others != null) {
            others.accept(event);
        } else if (event instanceof Message message) {
            message.close();
            throw new NodeException(
                    "a message of input '" + message.input() + "' came to an operator on " + inputs,
                    "filter the events, or give NodeFlow an others(event -> ...)");
        }
    }
}
