package dev.bowstring.node.session;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Moves values from a user's queue into a source, one only when there is room for it: what there is no room for stays in the
 * queue. A value that is under way at the very moment the source ends is dropped with it.
 */
final class QueueReader<T> implements Runnable {
    private static final long LOOK_MS = 100;

    private final BlockingQueue<? extends T> queue;
    private final SourceFeed<T> feed;

    QueueReader(BlockingQueue<? extends T> queue, SourceFeed<T> feed) {
        this.queue = queue;
        this.feed = feed;
    }

    @Override
    public void run() {
        try {
            boolean open = feed.awaitRoom();
            while (open) {
                T value = queue.poll(LOOK_MS, TimeUnit.MILLISECONDS);
                open = (value == null || feed.offer(value)) && feed.awaitRoom();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt(); // the source has ended, and this thread with it
        } catch (RuntimeException | Error broken) {
            feed.fail(broken.toString()); // the queue is the user's code: without this its source would never end
        }
    }
}
