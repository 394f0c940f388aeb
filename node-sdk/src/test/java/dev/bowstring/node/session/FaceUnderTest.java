package dev.bowstring.node.session;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Stop;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Every way of reading the events of a node to their end, for tests that must hold for all of them. */
enum FaceUnderTest {
    ITERATION {
        @Override
        void readAll(Node node, Consumer<Event> reader) {
            for (Event event : node.events()) {
                reader.accept(event);
            }
        }
    },
    NEXT {
        @Override
        void readAll(Node node, Consumer<Event> reader) {
            for (Optional<Event> event = node.next(); event.isPresent(); event = node.next()) {
                reader.accept(event.get());
            }
        }
    },
    NEXT_WITH_TIMEOUT {
        @Override
        void readAll(Node node, Consumer<Event> reader) {
            while (!node.ended()) {
                node.next(Duration.ofMillis(1)).ifPresent(reader);
            }
        }
    },
    POLL {
        @Override
        void readAll(Node node, Consumer<Event> reader) {
            while (!node.ended()) {
                node.poll().ifPresent(reader);
            }
        }
    },
    DRAIN {
        @Override
        void readAll(Node node, Consumer<Event> reader) {
            while (!node.ended()) {
                node.drain().forEach(reader);
            }
        }
    },
    HANDLERS {
        @Override
        void readAll(Node node, Consumer<Event> reader) {
            node.onOther(reader::accept).run();
        }
    },
    STAGES {
        @Override
        void readAll(Node node, Consumer<Event> reader) {
            CompletableFuture<Void> over = new CompletableFuture<>();
            step(node, reader, over);
            await(over);
        }
    },
    STAGES_AHEAD {
        @Override
        void readAll(Node node, Consumer<Event> reader) {
            CompletableFuture<Void> over = new CompletableFuture<>();
            for (int i = 0; i < 5; i++) {
                step(node, reader, over);
            }
            await(over);
        }
    },
    STAGES_ON_EXECUTOR {
        @Override
        void readAll(Node node, Consumer<Event> reader) {
            onExecutor(node, () -> STAGES.readAll(node, reader));
        }
    },
    PUBLISHER {
        @Override
        void readAll(Node node, Consumer<Event> reader) {
            CompletableFuture<Void> over = new CompletableFuture<>();
            node.publisher().subscribe(new OneByOne(reader, over));
            await(over);
        }
    },
    PUBLISHER_ON_EXECUTOR {
        @Override
        void readAll(Node node, Consumer<Event> reader) {
            onExecutor(node, () -> PUBLISHER.readAll(node, reader));
        }
    };

    /** Reads until there is nothing more; an event is valid for the length of a call. */
    abstract void readAll(Node node, Consumer<Event> reader);

    private static void step(Node node, Consumer<Event> reader, CompletableFuture<Void> over) {
        node.nextEvent().whenComplete((event, failure) -> {
            if (failure != null) {
                over.completeExceptionally(failure);
                return;
            }
            if (over.isDone()) {
                return; // several were asked for, and all got Stop
            }
            read(event, reader);
            if (event instanceof Stop) {
                over.complete(null);
            } else {
                step(node, reader, over);
            }
        });
    }

    private static void read(Event event, Consumer<Event> reader) {
        reader.accept(event);
        if (event instanceof Message message) {
            message.close();
        }
    }

    private static void onExecutor(Node node, Runnable reading) {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            node.executor(executor);
            reading.run();
        } finally {
            executor.shutdown();
        }
    }

    private static void await(CompletableFuture<Void> over) {
        over.orTimeout(50, TimeUnit.SECONDS).join();
    }

    /** Asks for the next event when it has read one. */
    private record OneByOne(Consumer<Event> reader, CompletableFuture<Void> over, Flow.Subscription[] subscription)
            implements Flow.Subscriber<Event> {
        OneByOne(Consumer<Event> reader, CompletableFuture<Void> over) {
            this(reader, over, new Flow.Subscription[1]);
        }

        @Override
        public void onSubscribe(Flow.Subscription offered) {
            subscription[0] = offered;
            offered.request(1);
        }

        @Override
        public void onNext(Event event) {
            read(event, reader);
            subscription[0].request(1);
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
