package dev.bowstring.transport.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Frames over a non-blocking socket, for one thread. Never waits: what cannot be written yet is kept, up to a limit.
 *
 * <p>Reads and writes the channel itself: streams made of a channel share one lock for both directions on JDK 17.
 */
final class FrameChannel implements AutoCloseable {
    /** What may wait to be written: a few of the longest frames. A peer that leaves more unread does not read. */
    static final int MAX_UNWRITTEN = 4 << 20;

    private static final int FIRST_BUFFER = 4096;

    private final SocketChannel socket;
    private final Deque<ByteBuffer> unwritten = new ArrayDeque<>();
    private int unwrittenBytes;
    private ByteBuffer received = ByteBuffer.allocate(FIRST_BUFFER).flip(); // always ready to be taken from

    FrameChannel(SocketChannel socket) throws IOException {
        this.socket = socket;
        socket.configureBlocking(false);
    }

    SocketChannel socket() {
        return socket;
    }

    /**
     * Reads what is there, at most one buffer full.
     *
     * @return false at the end of the stream
     */
    boolean receive() {
        received.compact();
        try {
            return socket.read(received) >= 0;
        } catch (IOException reset) {
            return false; // a peer that died before it had read everything: the end as well
        } finally {
            received.flip();
        }
    }

    /** The next frame that has come in whole. */
    Optional<Frame> next() throws ProtocolException {
        if (received.remaining() < FrameCodec.LENGTH_BYTES) {
            return Optional.empty();
        }
        int length = received.getInt(received.position());
        if (length <= 0 || length > FrameCodec.MAX_LENGTH) {
            throw new ProtocolException(
                    "frame of " + length + " bytes; 1 to " + FrameCodec.MAX_LENGTH + " are allowed");
        }
        int whole = FrameCodec.LENGTH_BYTES + length;
        if (received.remaining() < whole) {
            makeRoomFor(whole);
            return Optional.empty();
        }
        received.getInt();
        byte[] bytes = new byte[length];
        received.get(bytes);
        return Optional.of(FrameCodec.decode(bytes));
    }

    /** Doubles, instead of making room for all: a peer that only claims a long frame shall not take a megabyte. */
    private void makeRoomFor(int bytes) {
        if (received.remaining() == received.capacity()) {
            int capacity = Math.min(bytes, 2 * received.capacity());
            received = ByteBuffer.allocate(capacity).put(received).flip();
        }
    }

    /** Keeps an encoded frame to be written by {@link #flush}; false when the peer has left too much unread. */
    boolean send(ByteBuffer bytes) {
        if (unwrittenBytes + bytes.remaining() > MAX_UNWRITTEN) {
            return false;
        }
        unwritten.add(bytes);
        unwrittenBytes += bytes.remaining();
        return true;
    }

    /**
     * Writes what can be written now. A peer that has gone takes nothing any more, but what it said before may still be
     * read, its bye for one: so the end is found by {@link #receive}, not here.
     *
     * @return whether nothing is left
     */
    boolean flush() {
        try {
            return write();
        } catch (IOException gone) {
            unwritten.clear();
            unwrittenBytes = 0;
            return true;
        }
    }

    private boolean write() throws IOException {
        while (!unwritten.isEmpty()) {
            ByteBuffer first = unwritten.element();
            unwrittenBytes -= socket.write(first);
            if (first.hasRemaining()) {
                return false;
            }
            unwritten.remove();
        }
        return true;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException ignored) {
            // The connection is over either way.
        }
    }
}
