package dev.bowstring.node.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;

/** Reads a channel into a source while there is room; what is not read yet makes the other side wait. */
final class ChannelReader implements Runnable {
    private final ReadableByteChannel channel;
    private final int chunkBytes;
    private final SourceFeed<ByteBuffer> feed;

    ChannelReader(ReadableByteChannel channel, int chunkBytes, SourceFeed<ByteBuffer> feed) {
        this.channel = channel;
        this.chunkBytes = chunkBytes;
        this.feed = feed;
    }

    @Override
    public void run() {
        try {
            boolean open = feed.awaitRoom();
            while (open) {
                ByteBuffer chunk = ByteBuffer.allocate(chunkBytes);
                open = channel.read(chunk) >= 0;
                if (chunk.flip().hasRemaining()) {
                    feed.offer(chunk);
                }
                open = open && feed.awaitRoom();
            }
            feed.close();
        } catch (ClosedChannelException | InterruptedException ended) {
            feed.close(); // from our side: nobody waits for more
        } catch (IOException | RuntimeException | Error broken) {
            // A channel that is not connected says so by a RuntimeException; it may be the user's code, too.
            feed.fail(broken.toString());
        }
    }

    /** The source has ended. */
    void close() {
        try {
            channel.close();
        } catch (IOException broken) {
            // Nothing is read from it any more, and nothing was written to it.
        }
    }
}
