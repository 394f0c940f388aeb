package dev.bowstring.transport.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A node's end of the socket. Any thread may call; a call that needs an answer waits for it, the others only leave a
 * message with the link's own thread, the one that touches the socket: an interrupted thread in a socket call would close
 * the socket.
 */
public final class SupervisorLink implements AutoCloseable {
    private static final long WELCOME_TIMEOUT_NS = 10_000_000_000L;

    private final Path socket;
    private final CompletableFuture<Frame.HelloReply> reply = new CompletableFuture<>();
    private final Map<Integer, CompletableFuture<Frame.Grown>> growths = new ConcurrentHashMap<>();
    private final CompletableFuture<Frame.Reading> reading = new CompletableFuture<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final LinkThread thread;
    private boolean welcomed; // of the link's thread
    private volatile boolean closed;
    private volatile @Nullable String ended;

    private SupervisorLink(Path socket, SocketChannel channel, Runnable onEof) throws IOException {
        this.socket = socket;
        this.thread = new LinkThread(new FrameChannel(channel), this::take, why -> end(why, onEof));
    }

    /**
     * Connects, says hello and waits for the answer.
     *
     * @param onEof run once, on the link's thread, when the supervisor has gone while this link was open,
     *     which may be before this call returns
     * @throws ControlException if there is no supervisor, or it refuses this node: then its words are in the message
     * @throws NodeBusyException if another process is still taken for this node
     */
    public static SupervisorLink connect(Path socket, Hello hello, Runnable onEof) {
        var address = ControlSocket.address(socket);
        SupervisorLink link;
        try {
            link = new SupervisorLink(socket, SocketChannel.open(address), onEof);
        } catch (IOException failure) {
            throw new ControlException(
                    socket, "cannot be connected to: " + failure, "is the dataflow still running?", failure);
        }
        boolean welcome = false;
        try {
            link.thread.start();
            link.thread.send(hello);
            link.welcome();
            welcome = true;
        } finally {
            if (!welcome) {
                link.close();
            }
        }
        return link;
    }

    /** What the supervisor told this node to open. */
    public Welcome welcome() {
        try {
            Frame.HelloReply answer = reply.get(WELCOME_TIMEOUT_NS, TimeUnit.NANOSECONDS);
            if (answer instanceof Welcome welcome) {
                return welcome;
            }
            if (answer instanceof Frame.Busy busy) {
                throw new NodeBusyException(busy.why());
            }
            throw new ControlException(
                    "The runtime", "refused this node: " + ((Frame.Refused) answer).why(), "see the log of the run");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ControlException(socket, "was left before its answer", "connect without interruption");
        } catch (ExecutionException | TimeoutException failure) {
            throw new ControlException(socket, "gave no answer: " + failure, "is the dataflow still running?", failure);
        }
    }

    /** All ports are open. */
    public void ready() {
        thread.send(new Frame.Ready());
    }

    /**
     * Asks for a further arena file, without waiting.
     *
     * @return completed with the answer, of size 0 when it is refused; or with why there will be none. On the link's thread
     */
    public CompletableFuture<Frame.Grown> requestGrowth(String output, long minBytes) {
        int request = requests.incrementAndGet();
        CompletableFuture<Frame.Grown> answer = new CompletableFuture<>();
        growths.put(request, answer);
        String over = ended;
        if (over == null) {
            thread.send(new Frame.Grow(request, output, minBytes));
        } else {
            growths.remove(request);
            answer.completeExceptionally(new IOException(over));
        }
        return answer;
    }

    /**
     * Asks for a further arena file and waits for it.
     *
     * @return empty when it is refused, not there in time, or this thread is interrupted
     */
    public Optional<Frame.Grown> grow(String output, long minBytes, long timeoutNs) {
        try {
            return Optional.of(requestGrowth(output, minBytes).get(timeoutNs, TimeUnit.NANOSECONDS))
                    .filter(grown -> grown.size() > 0);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException expected) {
            return Optional.empty(); // the supervisor is busy or gone: no room, which the caller can live with
        }
    }

    /**
     * Asks to read outputs, each from the next message on, and waits for the answer. For a tool ({@link ToolSeats}), once.
     *
     * @param outputs as {@code node/output}
     * @param blocking whether their publishers are to wait for this process
     * @return where to read, in the same order
     * @throws ControlException if that is refused, or there is no answer
     */
    public List<InputPort> read(List<String> outputs, boolean blocking) {
        thread.send(new Frame.Read(outputs, blocking));
        try {
            Frame.Reading answer = reading.get(WELCOME_TIMEOUT_NS, TimeUnit.NANOSECONDS);
            if (!answer.refusal().isEmpty()) {
                throw new ControlException("The runtime", "refused: " + answer.refusal(), "see `bowstring ps`");
            }
            return answer.inputs();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ControlException(socket, "was left before its answer", "connect without interruption");
        } catch (ExecutionException | TimeoutException failure) {
            throw new ControlException(socket, "gave no answer: " + failure, "is the dataflow still running?", failure);
        }
    }

    /** An input holds something impossible; the supervisor frees the edge. */
    public void corrupt(String input, String what) {
        thread.send(new Frame.Corrupt(input, what));
    }

    /** The pins are cleared; {@link #close} follows. */
    public void bye() {
        thread.send(new Frame.Bye());
    }

    private void take(Frame frame) throws ProtocolException {
        if (frame instanceof Frame.HelloReply answer) {
            welcomed = answer instanceof Welcome;
            reply.complete(answer);
        } else if (frame instanceof Frame.Reading answer) {
            reading.complete(answer);
        } else if (frame instanceof Frame.Grown grown) {
            CompletableFuture<Frame.Grown> asked = growths.remove(grown.request());
            if (asked != null) { // else it is answered twice
                asked.complete(grown);
            }
        } else {
            throw new ProtocolException("not for a node: " + frame);
        }
    }

    private void end(String why, Runnable onEof) {
        IOException reason = new IOException(why);
        reply.completeExceptionally(reason);
        reading.completeExceptionally(reason);
        ended = why; // before the look: who asks from here on sees it, who asked before is seen
        growths.values().forEach(asked -> asked.completeExceptionally(reason));
        growths.clear();
        if (welcomed && !closed) {
            onEof.run();
        }
    }

    /** Writes what was said, within a second, and disconnects; may be called again. */
    @Override
    public void close() {
        closed = true;
        thread.end();
    }
}
