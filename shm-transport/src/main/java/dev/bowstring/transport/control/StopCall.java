package dev.bowstring.transport.control;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks the supervisor of a run to end it. */
public final class StopCall {
    private StopCall() {}

    /**
     * Asks, and waits until the supervisor has heard it, not until the run has ended.
     *
     * @param now without waiting for what is in flight
     * @return the process of the supervisor
     * @throws ControlException if there is no supervisor, or it does not answer in time
     */
    public static long send(Path socket, boolean now, long timeoutNs) {
        try (FrameChannel channel = new FrameChannel(SocketChannel.open(ControlSocket.address(socket)));
                Selector selector = Selector.open()) {
            if (!channel.send(FrameCodec.encode(new Frame.StopRun(now))) || !channel.flush()) {
                throw new IOException("it takes nothing"); // a few bytes fit into any socket
            }
            var unused = channel.socket().register(selector, SelectionKey.OP_READ);
            return answer(channel, selector, timeoutNs).pid();
        } catch (IOException | ProtocolException failure) {
            throw new ControlException(
                    socket,
                    "cannot be asked to stop: " + failure.getMessage(),
                    "is the dataflow still running?",
                    failure);
        }
    }

    private static Frame.StopTaken answer(FrameChannel channel, Selector selector, long timeoutNs)
            throws IOException, ProtocolException {
        long deadlineNs = System.nanoTime() + timeoutNs;
        while (true) {
            Optional<Frame> frame = channel.next();
            if (frame.isPresent()) {
                return taken(frame.get());
            }
            long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
            if (leftMs <= 0) {
                throw new IOException("it gives no answer");
            }
            selector.selectedKeys().clear();
            if (selector.select(leftMs) > 0 && !channel.receive()) {
                throw new IOException("it has ended");
            }
        }
    }

    private static Frame.StopTaken taken(Frame frame) throws ProtocolException {
        if (frame instanceof Frame.StopTaken taken) {
            return taken;
        }
        throw new ProtocolException(frame instanceof Frame.Refused refused ? refused.why() : "answered " + frame);
    }
}
