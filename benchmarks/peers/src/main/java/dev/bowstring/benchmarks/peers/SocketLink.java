package dev.bowstring.benchmarks.peers;

import dev.bowstring.benchmarks.cell.Words;
import dev.bowstring.benchmarks.cell.Work;
import dev.bowstring.benchmarks.link.Link;
import dev.bowstring.benchmarks.link.LinkRoles;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** A Unix domain socket of the JDK, messages of fixed size written and read whole. */
final class SocketLink implements Link {
    private static final int BUFFER = 4 << 20;

    private final @Nullable ServerSocketChannel server;
    private final ByteBuffer outgoing;
    private final ByteBuffer incoming;
    private final UnsafeBuffer out;
    private final UnsafeBuffer in;
    private @Nullable SocketChannel socket;

    private SocketLink(Work work, boolean starts) {
        outgoing = ByteBuffer.allocateDirect(work.bytes());
        incoming = ByteBuffer.allocateDirect(work.bytes());
        out = new UnsafeBuffer(outgoing);
        in = new UnsafeBuffer(incoming);
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(work.file("socket"));
        try {
            server = starts
                    ? null
                    : ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
            socket = starts ? tuned(SocketChannel.open(address)) : null;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static SocketChannel tuned(SocketChannel channel) throws IOException {
        return channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER)
                .setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
    }

    /** See {@link LinkRoles#play}. */
    public static void main(String[] arguments) {
        LinkRoles.play(arguments, SocketLink::new);
    }

    /** The one that answers is called once it has said that it is ready, so it accepts later. */
    private SocketChannel socket() throws IOException {
        SocketChannel open = socket;
        if (open == null && server != null) {
            open = tuned(server.accept());
            socket = open;
        }
        if (open == null) {
            throw new IllegalStateException("neither connected nor listening");
        }
        return open;
    }

    @Override
    public void send(Words words, long value) {
        words.write(out, 0, value);
        outgoing.clear();
        try {
            while (outgoing.hasRemaining()) {
                socket().write(outgoing);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public long receive(Words words) {
        incoming.clear();
        try {
            while (incoming.hasRemaining()) {
                if (socket().read(incoming) < 0) {
                    throw new EOFException("the other process has gone");
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return words.read(in, 0);
    }

    @Override
    public void close() {
        try {
            socket().close();
            if (server != null) {
                server.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
