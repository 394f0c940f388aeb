package dev.bowstring.node.flow;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/** A subscriber that keeps what it gets, and asks for as much as the test says. */
final class Collected<R> implements Flow.Subscriber<R> {
    final List<R> results = new CopyOnWriteArrayList<>();
    final CompletableFuture<Void> over = new CompletableFuture<>();
    final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

    static <R> Collected<R> of(Flow.Publisher<R> publisher) {
        Collected<R> collected = new Collected<>();
        publisher.subscribe(collected);
        return collected;
    }

    static <R> Collected<R> all(Flow.Publisher<R> publisher) {
        return of(publisher).request(Long.MAX_VALUE);
    }

    Collected<R> request(long n) {
        subscription.join().request(n);
        return this;
    }

    void cancel() {
        subscription.join().cancel();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
    }

    @Override
    public void onNext(R result) {
        results.add(result);
    }

    @Override
    public void onError(Throwable why) {
        over.completeExceptionally(why);
    }

    @Override
    public void onComplete() {
        over.complete(null);
    }
}
