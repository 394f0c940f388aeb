package dev.bowstring.node.session;

import dev.bowstring.node.Event;
import dev.bowstring.node.External;
import dev.bowstring.node.Failure;
import dev.bowstring.node.Handler;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.InputRecovered;
import dev.bowstring.node.Message;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.NodeRestarted;
import dev.bowstring.node.Stop;
import dev.bowstring.node.Tick;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a node does with each kind of event. One thread. */
final class Handlers {
    private final String node;
    private final Map<String, Handler<? super Message>> inputs = new HashMap<>();
    private final Map<String, Handler<? super Tick>> timers = new HashMap<>();
    private final Map<String, Handler<? super External>> sources = new HashMap<>();
    private @Nullable Handler<? super NodeRestarted> restarted;
    private @Nullable Handler<? super Stop> stop;
    private @Nullable Handler<? super Event> other;

    Handlers(String node) {
        this.node = node;
    }

    void input(String id, Handler<? super Message> handler) {
        inputs.put(id, handler);
    }

    void timer(String id, Handler<? super Tick> handler) {
        timers.put(id, handler);
    }

    void source(String id, Handler<? super External> handler) {
        sources.put(id, handler);
    }

    void restarted(Handler<? super NodeRestarted> handler) {
        restarted = handler;
    }

    void stop(Handler<? super Stop> handler) {
        stop = handler;
    }

    void other(Handler<? super Event> handler) {
        other = handler;
    }

    /** Nothing that may come is without a handler. */
    void check(Collection<String> allInputs, Collection<String> allTimers, Collection<String> allSources) {
        List<String> missing = new ArrayList<>();
        allInputs.stream().filter(id -> !inputs.containsKey(id)).forEach(id -> missing.add("on(\"" + id + "\", ...)"));
        allTimers.stream()
                .filter(id -> !timers.containsKey(id))
                .forEach(id -> missing.add("onTick(\"" + id + "\", ...)"));
        allSources.stream()
                .filter(id -> !sources.containsKey(id))
                .forEach(id -> missing.add("onExternal(\"" + id + "\", ...)"));
        if (!missing.isEmpty() && other == null) {
            throw new NodeException(
                    "node '" + node + "' does not handle all its events: " + String.join(", ", missing) + " missing",
                    "add them, or onOther(event -> {}) for what may be ignored");
        }
    }

    /** Hands an event to its handler. A restart, the end or silence of an input, and a failure need none. */
    void handle(Event event) {
        if (event instanceof Message message) {
            handle(inputs.get(message.input()), message, "input '" + message.input() + "'");
        } else if (event instanceof Tick tick) {
            handle(timers.get(tick.timer()), tick, "timer '" + tick.timer() + "'");
        } else if (event instanceof External external) {
            handle(sources.get(external.source()), external, "source '" + external.source() + "'");
        } else if (event instanceof Stop last) {
            handle(stop, last, "stop");
        } else {
            handleNews(event);
        }
    }

    private <E extends Event> void handle(@Nullable Handler<? super E> own, E event, String of) {
        boolean lost = own == null && other == null && !needsNoHandler(event);
        if (lost) {
            throw new NodeException("node '" + node + "' has no handler of " + of, "add one before it is made");
        }
        try {
            if (own != null) {
                own.handle(event);
            } else if (other != null) {
                other.handle(event);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt(); // the thread is the user's, and so is the flag
            throw failed(event, of, interrupted);
        } catch (VirtualMachineError exhausted) {
            throw exhausted; // the JVM's own: there may be no memory or stack for a better message
        } catch (Exception | Error failure) {
            // Whatever a handler throws fails the node: the user sees where, and the stack as the cause.
            throw failed(event, of, failure);
        }
    }

    private void handleNews(Event event) {
        if (event instanceof NodeRestarted restart) {
            handle(restarted, restart, "the restart behind input '" + restart.input() + "'");
        } else if (isChange(event)) {
            handle(null, event, "the end, silence or return of an input");
        }
    }

    private static boolean needsNoHandler(Event event) {
        return event instanceof Stop || event instanceof NodeRestarted || isChange(event);
    }

    private static boolean isChange(Event event) {
        return event instanceof InputClosed || event instanceof InputRecovered || event instanceof Failure;
    }

    private NodeException failed(Event event, String of, Throwable failure) {
        String which = event instanceof Message message ? ", message " + message.sequence() + "," : "";
        return new NodeException(
                "node '" + node + "' failed in its handler of " + of + which + " with " + failure,
                "see the cause",
                failure);
    }
}
