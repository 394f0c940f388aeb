package dev.bowstring.transport.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** The only thread of a node that touches the socket. */
final class LinkThread {
    private static final long CLOSE_TIMEOUT_MS = 1_000;

    /** Takes a frame that has come in. */
    interface Receiver {
        void take(Frame frame) throws ProtocolException;
    }

    private final FrameChannel channel;
    private final Receiver receiver;
    private final Consumer<String> onEnd;
    private final Selector selector;
    private final SelectionKey key;
    private final Thread thread;
    private final Queue<ByteBuffer> outgoing = new ConcurrentLinkedQueue<>();
    private volatile boolean closing;

    /** @param onEnd called once, on this thread, with the reason for its end */
    LinkThread(FrameChannel channel, Receiver receiver, Consumer<String> onEnd) throws IOException {
        this.channel = channel;
        this.receiver = receiver;
        this.onEnd = onEnd;
        this.selector = Selector.open();
        this.key = channel.socket().register(selector, SelectionKey.OP_READ);
        this.thread = new Thread(this::run, "bowstring-link");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Leaves a frame to be written; any thread. */
    void send(Frame frame) {
        outgoing.add(FrameCodec.encode(frame));
        selector.wakeup();
    }

    /** Waits, bounded, until everything is written, then closes; any thread. */
    void end() {
        closing = true;
        selector.wakeup();
        if (Thread.currentThread() != thread) {
            joinBriefly();
            channel.close(); // when the other side does not read
        }
    }

    private void joinBriefly() {
        try {
            thread.join(CLOSE_TIMEOUT_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt(); // whoever interrupts is in a hurry: what is unwritten is lost
        }
    }

    private void run() {
        String why = "the link was closed";
        try (selector) {
            while (!finished()) {
                selector.select();
                selector.selectedKeys().clear();
                if (!read()) {
                    why = "the supervisor has ended";
                    break;
                }
            }
        } catch (IOException failure) {
            why = "the connection broke: " + failure.getMessage();
        } catch (ProtocolException breach) {
            why = breach.what();
        } finally {
            channel.close();
            onEnd.accept(why);
        }
    }

    private boolean finished() throws IOException {
        boolean last = closing; // before writing: what was said before the end is in the queue by then
        return write() && last;
    }

    /** True when nothing is left to be written. */
    private boolean write() throws IOException {
        for (ByteBuffer frame = outgoing.poll(); frame != null; frame = outgoing.poll()) {
            if (!channel.send(frame)) {
                throw new IOException("the supervisor does not read what it is sent");
            }
        }
        boolean all = channel.flush();
        key.interestOps(all ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        return all;
    }

    private boolean read() throws ProtocolException {
        boolean open = channel.receive();
        for (Optional<Frame> frame = channel.next(); frame.isPresent(); frame = channel.next()) {
            receiver.take(frame.get());
        }
        return open;
    }
}
