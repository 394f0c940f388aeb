package dev.bowstring.node.session;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Stop;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber of the events. It holds the node until it is cancelled or complete, whether it asks for something or not.
 *
 * <pre>
 *   NEW -- start --> ACTIVE -- cancel, Stop delivered, failure --> DONE
 *     \------------- cancel --------------------------------------^
 * </pre>
 */
final class EventSubscription extends Face implements Flow.Subscription {
    private enum State {
        NEW,
        ACTIVE,
        DONE
    }

    private Flow.@Nullable Subscriber<? super Event> subscriber; // guarded by this, as all below
    private volatile State state = State.NEW;
    private volatile long demand;
    private volatile @Nullable IllegalArgumentException broken;

    EventSubscription(EventPump pump, Flow.Subscriber<? super Event> subscriber) {
        super(pump);
        this.subscriber = subscriber;
    }

    /** It has the node. */
    void begin() {
        // The demand comes later, and nothing is signalled before onSubscribe has returned.
    }

    /** {@code onSubscribe} has returned: from here on signals come. */
    void start() {
        synchronized (this) {
            if (state == State.NEW) {
                state = State.ACTIVE;
            }
        }
        pump().signal();
    }

    @Override
    public void request(long n) {
        synchronized (this) {
            if (n <= 0) {
                broken = new IllegalArgumentException("request(" + n + "): ask for at least one event (rule 3.9)");
            } else {
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            }
        }
        if (!pump().isMine()) {
            pump().signal();
        }
    }

    @Override
    public void cancel() {
        if (finish() != null) {
            pump().leaving(this);
        }
    }

    /** Signals nothing any more; the subscriber the first time, then null. */
    private synchronized Flow.@Nullable Subscriber<? super Event> finish() {
        Flow.Subscriber<? super Event> last = subscriber;
        subscriber = null; // rule 3.13: no reference is kept
        state = State.DONE;
        return last;
    }

    @Override
    boolean wants() {
        return state == State.ACTIVE
                && (demand > 0 || broken != null || pump().stream().ended());
    }

    @Override
    boolean keeps() {
        return state != State.DONE;
    }

    /** A wrong request is told before anything else. */
    @Override
    long deadlineNs() {
        return broken == null ? Long.MAX_VALUE : AT_ONCE;
    }

    @Override
    void expire(long nowNs) {
        IllegalArgumentException wrong = broken;
        if (wrong != null) {
            fail(wrong);
        }
    }

    @Override
    boolean accept(Event event) {
        Flow.Subscriber<? super Event> to = next();
        if (to == null) {
            return false;
        }
        try {
            to.onNext(event);
        } catch (RuntimeException | Error rude) {
            // Rule 2.13: a subscriber that throws has cancelled. The event is nobody's then.
            cancel();
            if (event instanceof Message message) {
                message.close();
            }
            Thread.currentThread().getUncaughtExceptionHandler().uncaughtException(Thread.currentThread(), rude);
        }
        return true;
    }

    private synchronized Flow.@Nullable Subscriber<? super Event> next() {
        if (state != State.ACTIVE || demand == 0) {
            return null;
        }
        demand = demand == Long.MAX_VALUE ? demand : demand - 1;
        return subscriber;
    }

    @Override
    void ended(Stop stop) {
        Flow.Subscriber<? super Event> last = finish();
        if (last != null) {
            pump().leaving(this);
            last.onComplete();
        }
    }

    @Override
    void failed(NodeException why) {
        fail(why);
    }

    private void fail(Throwable why) {
        Flow.Subscriber<? super Event> last = finish();
        if (last != null) {
            pump().leaving(this);
            last.onError(why);
        }
    }

    @Override
    public String toString() {
        return "a subscriber of publisher()";
    }
}
