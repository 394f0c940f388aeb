package dev.bowstring.node.session;

import dev.bowstring.node.ExternalSource;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.session.wait.Signals;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.agrona.concurrent.NanoClock;

/** Merges what comes from outside the dataflow into the events. Any thread. */
final class Sources {
    private static final long PATIENCE_MS = 1_000;

    private final EventLoop loop;
    private final NanoClock clock;
    private final Signals signals;
    private final Runnable wake;
    private final List<SourceFeed<?>> feeds = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    /** @param wake rings the node's own doorbell if somebody sleeps there */
    Sources(EventLoop loop, NanoClock clock, Signals signals, Runnable wake) {
        this.loop = loop;
        this.clock = clock;
        this.signals = signals;
        this.wake = wake;
    }

    <T> SourceFeed<T> open(String id, int capacity) {
        if (capacity <= 0) {
            throw new NodeException(
                    "source '" + id + "' has a capacity of " + capacity, "give it room for one at least");
        }
        SourceFeed<T> feed = new SourceFeed<>(id, capacity, clock, signals, wake);
        Input input = new Input(feed, clock);
        feed.whenEndTaken(() -> {
            feeds.remove(feed);
            loop.remove(input);
        });
        feeds.add(feed);
        loop.add(input);
        return feed;
    }

    /** The names of those whose end was not handed out yet: after that a name is free again. */
    List<String> ids() {
        return feeds.stream().map(SourceFeed::id).toList();
    }

    /** Calls the publisher, which is the user's code and may wait for other threads: not to be called under a lock. */
    <T> void subscribe(SourceFeed<T> feed, Flow.Publisher<? extends T> publisher, int capacity) {
        SourceSubscriber<T> subscriber = new SourceSubscriber<>(feed, capacity);
        feed.whenTaken(subscriber::taken);
        feed.whenEnded(subscriber::cancel);
        try {
            publisher.subscribe(subscriber);
        } catch (RuntimeException | Error broken) {
            feed.close(); // nothing will come, and the node must not wait for it
            throw broken;
        }
    }

    <T> ExternalSource<T> merge(String id, BlockingQueue<? extends T> queue, int capacity) {
        SourceFeed<T> feed = open(id, capacity);
        Thread thread = start(id, new QueueReader<T>(queue, feed));
        feed.whenEnded(thread::interrupt);
        return feed;
    }

    ExternalSource<ByteBuffer> merge(String id, ReadableByteChannel channel, int chunkBytes, int capacity) {
        if (chunkBytes <= 0) {
            throw new NodeException("source '" + id + "' has chunks of " + chunkBytes + " bytes", "read one at least");
        }
        if (channel instanceof SelectableChannel selectable && !selectable.isBlocking()) {
            throw new NodeException(
                    "the channel of source '" + id + "' does not block",
                    "call configureBlocking(true): a thread of its own reads it");
        }
        SourceFeed<ByteBuffer> feed = open(id, capacity);
        ChannelReader reader = new ChannelReader(channel, chunkBytes, feed);
        feed.whenEnded(reader::close);
        start(id, reader);
        return feed;
    }

    private Thread start(String id, Runnable reader) {
        Thread thread = new Thread(() -> read(reader), "bowstring-source-" + id);
        thread.setDaemon(true); // the program ends when its own threads do
        threads.add(thread);
        thread.start();
        return thread;
    }

    private void read(Runnable reader) {
        try {
            reader.run();
        } finally {
            threads.remove(Thread.currentThread());
        }
    }

    /** The node closes: ends every source, and waits for the threads that fill them. */
    void close() {
        feeds.forEach(SourceFeed::close);
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            await(thread);
        }
    }

    private static void await(Thread reader) {
        try {
            reader.join(PATIENCE_MS);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt(); // a reader touches nothing of the node's memory
        }
    }
}
