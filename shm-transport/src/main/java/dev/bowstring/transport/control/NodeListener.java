package dev.bowstring.transport.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.agrona.concurrent.NanoClock;

/**
 * The supervisor's end of the socket: an agent that never waits for a node. All methods but {@link #wakeUp} belong to one
 * thread.
 */
public final class NodeListener implements AutoCloseable {
    /** Who has not said hello by then is closed. */
    static final long HELLO_TIMEOUT_NS = 10_000_000_000L;

    private static final int BACKLOG = 512;

    private final Path socket;
    private final NodeHandler handler;
    private final int maxConnections;
    private final NanoClock clock;
    private final Selector selector;
    private final ServerSocketChannel server;
    private final List<NodeConnection> connections = new ArrayList<>();

    /**
     * Listens.
     *
     * @param socket where; its directory exists and belongs to this user alone
     * @param maxConnections how many connections there may be at once; more are told so and closed
     * @throws ControlException if the path is too long or taken
     */
    public NodeListener(Path socket, NodeHandler handler, int maxConnections, NanoClock clock) {
        this.socket = socket;
        this.handler = handler;
        this.maxConnections = maxConnections;
        this.clock = clock;
        var address = ControlSocket.address(socket);
        try {
            selector = Selector.open();
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(address, BACKLOG);
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException failure) {
            throw new ControlException(
                    socket, "cannot be listened on: " + failure, "start the dataflow again", failure);
        }
    }

    /**
     * Accepts, reads and writes what is possible now, and calls the handler.
     *
     * @return how many connections had something to do
     */
    public int doWork() {
        return work(0);
    }

    /** As {@link #doWork}, but waits up to so many ms when there is nothing to do, or until {@link #wakeUp}. */
    public int doWork(long timeoutMs) {
        return work(timeoutMs);
    }

    private int work(long timeoutMs) {
        try {
            int ready = timeoutMs > 0 ? selector.select(timeoutMs) : selector.selectNow();
            Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
            while (keys.hasNext()) {
                SelectionKey key = keys.next();
                keys.remove(); // before the handler is called, which may throw
                serve(key);
            }
            forgetClosed();
            return ready;
        } catch (IOException failure) {
            throw new ControlException(socket, "does not work: " + failure, "start the dataflow again", failure);
        }
    }

    private void serve(SelectionKey key) throws IOException {
        if (!key.isValid()) {
            return;
        }
        if (key.isAcceptable()) {
            accept();
        } else {
            ((NodeConnection) key.attachment()).doWork();
        }
    }

    private void accept() throws IOException {
        SocketChannel accepted = server.accept();
        if (accepted == null) {
            return;
        }
        FrameChannel channel = new FrameChannel(accepted);
        SelectionKey key = accepted.register(selector, SelectionKey.OP_READ);
        NodeConnection connection = new NodeConnection(channel, key, handler, clock.nanoTime() + HELLO_TIMEOUT_NS);
        key.attach(connection);
        if (connections.size() >= maxConnections) {
            connection.refuse("the runtime has " + maxConnections + " connections already; are nodes left over?");
            connection.close(); // whether it could be written or not: no more than the limit stay open
        } else {
            connections.add(connection);
        }
    }

    private void forgetClosed() {
        long nowNs = clock.nanoTime();
        connections.forEach(connection -> connection.checkDeadline(nowNs));
        connections.removeIf(NodeConnection::closed);
    }

    /** Ends a waiting {@link #doWork(long)}; any thread. */
    public void wakeUp() {
        selector.wakeup();
    }

    /** Ends all connections, without calls of the handler, and deletes the socket. */
    @Override
    public void close() {
        connections.forEach(NodeConnection::close);
        connections.clear();
        try {
            server.close();
            selector.close();
            Files.deleteIfExists(socket);
        } catch (IOException failure) {
            throw new ControlException(socket, "cannot be closed: " + failure, "delete it by hand", failure);
        }
    }
}
