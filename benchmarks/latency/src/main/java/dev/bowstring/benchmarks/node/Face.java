package dev.bowstring.benchmarks.node;

import dev.bowstring.benchmarks.cell.Work;
import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A way of reading the events of a node, until the reader has had enough. */
enum Face {
    /** {@code node.events()}. */
    LOOP {
        @Override
        void read(Node node, Predicate<Event> reader) {
            for (Event event : node.events()) {
                if (!reader.test(event)) {
                    return;
                }
            }
        }
    },
    /** {@code node.nextEvent()}, asked for again by each stage. */
    STAGES {
        @Override
        void read(Node node, Predicate<Event> reader) {
            CompletableFuture<Void> over = new CompletableFuture<>();
            step(node, reader, over);
            over.join();
        }
    },
    /** {@code node.publisher()}, one event asked for at a time. */
    PUBLISHER {
        @Override
        void read(Node node, Predicate<Event> reader) {
            CompletableFuture<Void> over = new CompletableFuture<>();
            node.publisher().subscribe(new OneByOne(reader, over));
            over.join();
        }
    };

    abstract void read(Node node, Predicate<Event> reader);

    static Face of(Work work) {
        return valueOf(work.text("face").toUpperCase(Locale.ROOT));
    }

    private static void step(Node node, Predicate<Event> reader, CompletableFuture<Void> over) {
        node.nextEvent().whenComplete((event, failure) -> {
            if (failure != null) {
                over.completeExceptionally(failure);
            } else if (readOwned(event, reader)) {
                step(node, reader, over);
            } else {
                over.complete(null);
            }
        });
    }

    private static boolean readOwned(Event event, Predicate<Event> reader) {
        boolean more = reader.test(event);
        if (event instanceof Message message) {
            message.close();
        }
        return more;
    }

    private static final class OneByOne implements Flow.Subscriber<Event> {
        private final Predicate<Event> reader;
        private final CompletableFuture<Void> over;
        private Flow.@Nullable Subscription subscription;

        OneByOne(Predicate<Event> reader, CompletableFuture<Void> over) {
            this.reader = reader;
            this.over = over;
        }

        @Override
        public void onSubscribe(Flow.Subscription offered) {
            subscription = offered;
            offered.request(1);
        }

        @Override
        public void onNext(Event event) {
            Flow.Subscription mine = subscription;
            if (mine == null) {
                throw new IllegalStateException("onNext before onSubscribe");
            }
            if (readOwned(event, reader)) {
                mine.request(1);
            } else {
                mine.cancel();
                over.complete(null);
            }
        }

        @Override
        public void onError(Throwable failure) {
            over.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            over.complete(null);
        }
    }
}
