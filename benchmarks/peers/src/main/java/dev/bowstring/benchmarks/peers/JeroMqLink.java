package dev.bowstring.benchmarks.peers;

import dev.bowstring.benchmarks.cell.Words;
import dev.bowstring.benchmarks.cell.Work;
import dev.bowstring.benchmarks.link.Link;
import dev.bowstring.benchmarks.link.LinkRoles;
import org.agrona.concurrent.UnsafeBuffer;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A ZeroMQ PAIR over ipc, which in Java is a TCP connection over loopback. */
final class JeroMqLink implements Link {
    private static final int QUEUE = 1000;

    private final ZContext context = new ZContext();
    private final ZMQ.Socket socket = context.createSocket(SocketType.PAIR);
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final int bytes;

    private JeroMqLink(Work work, boolean starts) {
        bytes = work.bytes();
        socket.setHWM(QUEUE);
        socket.setLinger(-1); // close waits until everything was sent
        String address = "ipc://" + work.file("socket");
        if (starts) {
            socket.connect(address);
        } else {
            socket.bind(address);
        }
    }

    /** See {@link LinkRoles#play}. */
    public static void main(String[] arguments) {
        LinkRoles.play(arguments, JeroMqLink::new);
    }

    @Override
    public void send(Words words, long value) {
        byte[] message = new byte[bytes]; // it is the socket's from here on
        view.wrap(message);
        words.write(view, 0, value);
        socket.send(message);
    }

    @Override
    public long receive(Words words) {
        view.wrap(socket.recv());
        return words.read(view, 0);
    }

    @Override
    public void close() {
        context.close();
    }
}
