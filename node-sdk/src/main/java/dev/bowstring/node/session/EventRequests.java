package dev.bowstring.node.session;

import dev.bowstring.node.Event;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Stop;
import dev.bowstring.node.session.wait.Deadline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Events that were asked for one by one, in order. It holds the node while there are any. */
final class EventRequests extends Face {
    /** How many may wait at a time. */
    static final int MOST = 1 << 16;

    private final Deque<EventRequest<?>> queue = new ArrayDeque<>(); // guarded by this
    private final Consumer<EventRequest<?>> add = this::add;
    private volatile int size;
    private int timed; // guarded by this

    EventRequests(EventPump pump) {
        super(pump);
    }

    CompletionStage<Event> next() {
        EventRequest<Event> request = EventRequest.endless(this);
        return ask(request);
    }

    CompletionStage<Optional<Event>> next(long timeoutNs) {
        TimedRequest request =
                new TimedRequest(this, Deadline.after(pump().clock().nanoTime(), timeoutNs));
        CompletionStage<Optional<Event>> stage = ask(request);
        pump().wake(); // it may sleep for longer
        return stage;
    }

    private <T> CompletionStage<T> ask(EventRequest<T> request) {
        try {
            if (size >= MOST) { // a few more where several threads ask at once
                throw new NodeException(
                        MOST + " stages of nextEvent() wait already", "ask again when one of them is complete");
            }
            pump().demand(this, request, add);
            return request;
        } catch (NodeException refused) {
            return CompletableFuture.failedStage(refused);
        }
    }

    private synchronized void add(EventRequest<?> request) {
        queue.add(request);
        timed += request.deadlineNs() == Long.MAX_VALUE ? 0 : 1;
        size = queue.size();
    }

    /** Whether it was still waiting for its event; from here on it is the caller's. */
    boolean withdraw(EventRequest<?> request) {
        boolean waited;
        synchronized (this) {
            waited = queue.removeFirstOccurrence(request);
            count(waited ? request : null);
        }
        if (waited && size == 0) {
            pump().leaving(this);
        }
        return waited;
    }

    private void count(@Nullable EventRequest<?> removed) {
        timed -= removed == null || removed.deadlineNs() == Long.MAX_VALUE ? 0 : 1;
        size = queue.size();
    }

    private synchronized @Nullable EventRequest<?> poll() {
        EventRequest<?> first = queue.poll();
        count(first);
        return first;
    }

    @Override
    boolean wants() {
        return size > 0;
    }

    @Override
    boolean keeps() {
        return false;
    }

    @Override
    boolean accept(Event event) {
        EventRequest<?> first = last();
        if (first == null) {
            return false;
        }
        first.deliver(event);
        return true;
    }

    @Override
    void ended(Stop stop) {
        for (EventRequest<?> request = last(); request != null; request = last()) {
            request.deliver(stop);
        }
    }

    /** Those that wait now, and not what the user's code asks for when the first of them fails. */
    @Override
    void failed(NodeException why) {
        List<EventRequest<?>> waiting = all();
        pump().leaving(this);
        waiting.forEach(request -> request.fail(why));
    }

    private synchronized List<EventRequest<?>> all() {
        List<EventRequest<?>> waiting = List.copyOf(queue);
        queue.clear();
        timed = 0;
        size = 0;
        return waiting;
    }

    /** Lets go of the node before the user's code, which may go on with any way of asking. */
    private @Nullable EventRequest<?> last() {
        EventRequest<?> first = poll();
        if (first != null && size == 0) {
            pump().leaving(this);
        }
        return first;
    }

    @Override
    synchronized long deadlineNs() {
        long earliest = Long.MAX_VALUE;
        if (timed > 0) {
            for (EventRequest<?> request : queue) {
                earliest = Math.min(earliest, request.deadlineNs());
            }
        }
        return earliest;
    }

    @Override
    void expire(long nowNs) {
        List<EventRequest<?>> over = new ArrayList<>();
        synchronized (this) {
            queue.removeIf(request -> request.deadlineNs() <= nowNs && over.add(request));
            over.forEach(this::count);
        }
        if (size == 0) {
            pump().leaving(this);
        }
        over.forEach(EventRequest::expire);
    }

    @Override
    public String toString() {
        return "nextEvent(), " + size + " of them waiting,";
    }
}
