package dev.bowstring.node.session;

import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Asks a reactive stream for as much as its source has room for, in halves. */
final class SourceSubscriber<T> implements Flow.Subscriber<T> {
    private final SourceFeed<T> feed;
    private final int capacity;
    private final int batch;
    private Flow.@Nullable Subscription subscription; // guarded by this, as below
    private int taken;
    private boolean over;

    SourceSubscriber(SourceFeed<T> feed, int capacity) {
        this.feed = feed;
        this.capacity = capacity;
        this.batch = Math.max(1, capacity / 2);
    }

    @Override
    public void onSubscribe(Flow.Subscription offered) {
        Objects.requireNonNull(offered, "subscription");
        boolean wanted;
        synchronized (this) {
            wanted = subscription == null && !over;
            if (wanted) {
                subscription = offered;
            }
        }
        if (wanted) {
            offered.request(capacity);
        } else {
            offered.cancel(); // rule 2.5: one is enough
        }
    }

    @Override
    public void onNext(T value) {
        if (!feed.offer(value)) {
            cancel(); // the node was stopped: there was room for what was asked for
        }
    }

    @Override
    public void onError(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        forget();
        feed.fail(failure.toString());
    }

    @Override
    public void onComplete() {
        forget();
        feed.close();
    }

    /** Rule 2.3: what has ended by itself is not cancelled. */
    private synchronized void forget() {
        over = true;
        subscription = null;
    }

    /** A value was taken out of the source. */
    void taken() {
        Flow.Subscription asked = null;
        synchronized (this) {
            taken++;
            if (taken == batch && !over) {
                taken = 0;
                asked = subscription;
            }
        }
        if (asked != null) {
            asked.request(batch);
        }
    }

    /** The source has ended. */
    void cancel() {
        Flow.Subscription last;
        synchronized (this) {
            over = true;
            last = subscription;
            subscription = null;
        }
        if (last != null) {
            last.cancel();
        }
    }
}
