package dev.bowstring.node.flow;

import dev.bowstring.node.Event;
import dev.bowstring.node.Failure;
import dev.bowstring.node.Message;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Tick;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One subscription of an operator: between the events and the subscriber, it does one thing after the other, whichever
 * thread it comes from, so that a {@link Step} and a subscriber need no locks and calls never nest.
 *
 * <pre>
 *   RUNNING -- events complete --> ENDING -- step idle, results taken --> OVER (onComplete)
 *     |  \---- failure ---> FAILING -- results taken -------------------> OVER (onError)
 *     \------- cancel --------------------------------------------------> OVER
 * </pre>
 */
final class Course<R> implements Flow.Subscriber<Event>, Flow.Subscription {
    private enum State {
        RUNNING,
        ENDING,
        FAILING,
        OVER
    }

    private final Operator<R> operator;
    private final Flow.Subscriber<? super R> subscriber;
    private final Step<R> step;
    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicInteger work = new AtomicInteger();
    // Below: under whoever raised `work` from 0.
    private final Deque<R> results = new ArrayDeque<>();
    private State state = State.RUNNING;
    private long demand;
    private long coming;
    private volatile Flow.@Nullable Subscription events;
    private @Nullable Throwable failure;

    Course(Operator<R> operator, Flow.Subscriber<? super R> subscriber) {
        this.operator = operator;
        this.subscriber = subscriber;
        this.step = operator.step(this);
    }

    /** Does something in turn. Any thread. */
    void submit(Runnable action) {
        inbox.add(action);
        if (work.getAndIncrement() == 0) {
            int done = 1;
            while (done != 0) {
                round();
                done = work.addAndGet(-done);
            }
        }
    }

    private void round() {
        for (Runnable action = inbox.poll(); action != null; action = inbox.poll()) {
            attempt(action);
        }
        attempt(this::deliver);
        attempt(this::ask);
    }

    /** Whatever is thrown in here, {@code work} comes back to 0, or nobody would ever empty the inbox again. */
    private void attempt(Runnable action) {
        try {
            action.run();
        } catch (Throwable broken) {
            // The user's own, be it what it may. The subscriber is told, or, when it has heard the last, the thread's
            // handler.
            if (state == State.OVER) {
                Closing.report(broken);
            } else {
                submit(() -> fail(broken));
            }
        }
    }

    private void ask() {
        Flow.Subscription subscription = events;
        if (state == State.RUNNING && subscription != null) {
            long more = step.room(results.size()) - coming;
            if (more > 0) {
                coming += more;
                subscription.request(more);
            }
        }
    }

    private void deliver() {
        while (state != State.OVER && demand > 0 && !results.isEmpty()) {
            demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            give(results.remove());
        }
        if (results.isEmpty()) {
            finish();
        }
    }

    private void finish() {
        if (state == State.ENDING && step.isIdle()) {
            state = State.OVER;
            subscriber.onComplete();
        } else if (state == State.FAILING && failure != null) {
            state = State.OVER;
            subscriber.onError(failure);
        }
    }

    private void give(R result) {
        try {
            subscriber.onNext(result);
        } catch (Throwable rude) {
            // Rule 2.13 of Reactive Streams: a subscriber that throws has cancelled. The result is nobody's then.
            Closing.close(result);
            abandon();
            Closing.report(rude);
        }
    }

    /** Keeps a result for the subscriber. Called by the step. */
    void emit(R result) {
        if (state == State.RUNNING || state == State.ENDING) {
            results.add(result);
        } else {
            Closing.close(result);
        }
    }

    /** The subscriber gets this after the results there are. Called by the step. */
    void fail(Throwable why) {
        if (state == State.RUNNING || state == State.ENDING) {
            state = State.FAILING;
            failure = why;
            giveUp();
        }
    }

    private void stopEvents() {
        Flow.Subscription subscription = events;
        if (subscription != null) {
            subscription.cancel();
        }
    }

    private void abandon() {
        if (state != State.OVER) {
            state = State.OVER;
            giveUp();
            dropResults();
        }
    }

    /** What the step holds is given back, though the events cannot be cancelled. */
    private void giveUp() {
        try {
            stopEvents();
        } finally {
            step.discard();
        }
    }

    private void dropResults() {
        results.forEach(Closing::close);
        results.clear();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        submit(() -> {
            if (events != null) {
                subscription.cancel(); // rule 2.5
                return;
            }
            events = subscription;
            subscriber.onSubscribe(this);
        });
    }

    @Override
    public void onNext(Event event) {
        submit(() -> receive(event));
    }

    private void receive(Event event) {
        coming--;
        if (state != State.RUNNING) {
            Closing.close(event);
            return;
        }
        try {
            route(event);
        } catch (Throwable broken) {
            // It may be ours or the user's, a missing class too; either way the subscriber has to know that the results
            // are not complete.
            fail(broken);
        }
    }

    private void route(Event event) {
        if (event instanceof Message message && operator.inputs().contains(message.input())) {
            step.take(message);
        } else if (event instanceof Tick tick && tick.timer().equals(step.timer())) {
            step.tick();
        } else if (event instanceof Failure lost && operator.inputs().contains(lost.input())) {
            fail(new NodeException("input '" + lost.input() + "' failed", lost.reason()));
        } else {
            operator.other(event);
        }
    }

    @Override
    public void onError(Throwable why) {
        submit(() -> fail(why));
    }

    @Override
    public void onComplete() {
        submit(() -> {
            if (state == State.RUNNING) {
                step.ended();
                state = state == State.RUNNING ? State.ENDING : state;
            }
        });
    }

    @Override
    public void request(long n) {
        submit(() -> {
            if (n <= 0) {
                dropResults(); // nobody may ever ask for them, and the error has to be signalled
                fail(new IllegalArgumentException("request(" + n + "): ask for at least one result (rule 3.9)"));
            } else {
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            }
        });
    }

    @Override
    public void cancel() {
        stopEvents(); // at once, not in turn: whoever cancels may go on to read the events by himself
        submit(this::abandon);
    }
}
