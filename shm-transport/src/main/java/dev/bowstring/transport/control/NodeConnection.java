package dev.bowstring.transport.control;

import java.nio.channels.SelectionKey;
import java.util.Optional;

/**
 * One connection of a node, as the supervisor sees it; for the thread of its {@link NodeListener} alone.
 *
 * <pre>
 *   NEW --hello accepted--&gt; ACCEPTED --end or breach--&gt; CLOSED
 *    '----hello refused---&gt; CLOSING --all written-----&gt; CLOSED
 *    '----stop taken------&gt; CLOSING
 * </pre>
 */
public final class NodeConnection {
    private enum State {
        NEW,
        ACCEPTED,
        CLOSING,
        CLOSED
    }

    private final FrameChannel channel;
    private final SelectionKey key;
    private final NodeHandler handler;
    private final long helloDeadlineNs;
    private State state = State.NEW;
    private Optional<Hello> hello = Optional.empty();

    NodeConnection(FrameChannel channel, SelectionKey key, NodeHandler handler, long helloDeadlineNs) {
        this.channel = channel;
        this.key = key;
        this.handler = handler;
        this.helloDeadlineNs = helloDeadlineNs;
    }

    /** Who is on the other side; there is one from {@link NodeHandler#onHello} on. */
    public Hello hello() {
        return hello.orElseThrow();
    }

    /** Answers a {@link Frame.Grow}, at once or later; nothing happens when the connection has ended. */
    public void answer(Frame.Grown grown) {
        if (state == State.ACCEPTED) {
            send(grown);
        }
    }

    /** Answers a {@link Frame.Read}. */
    public void answer(Frame.Reading reading) {
        if (state == State.ACCEPTED) {
            send(reading);
        }
    }

    /** Ends the connection from this side, without a call of {@link NodeHandler#onEof}. */
    public void close() {
        state = State.CLOSED;
        key.cancel();
        channel.close();
    }

    /** Reads and writes what is possible now. */
    void doWork() {
        try {
            if (key.isReadable() && !channel.receive()) {
                end("the node has ended");
            }
            while (state == State.NEW || state == State.ACCEPTED) {
                Optional<Frame> frame = channel.next();
                if (frame.isEmpty()) {
                    break;
                }
                take(frame.get());
            }
            flush();
        } catch (ProtocolException breach) {
            end(breach.what());
        }
    }

    private void take(Frame frame) throws ProtocolException {
        if (state == State.NEW) {
            if (frame instanceof Frame.StopRun stop) {
                stop(stop);
                return;
            }
            if (!(frame instanceof Hello greeting)) {
                throw new ProtocolException("first frame is not a hello");
            }
            greet(greeting);
        } else if (frame instanceof Frame.Ready) {
            handler.onReady(this);
        } else if (frame instanceof Frame.Grow grow) {
            handler.onGrow(this, grow);
        } else if (frame instanceof Frame.Read read) {
            handler.onRead(this, read);
        } else if (frame instanceof Frame.Corrupt corrupt) {
            handler.onCorrupt(this, corrupt.input(), corrupt.what());
        } else if (frame instanceof Frame.Bye) {
            handler.onBye(this);
        } else {
            throw new ProtocolException("not for a supervisor: " + frame);
        }
    }

    /** The kernel has let it open the socket, in a directory closed to other users: that is right enough. */
    private void stop(Frame.StopRun stop) {
        handler.onStop(stop.now());
        if (state == State.NEW) { // the handler may have closed it
            state = State.CLOSING;
            send(new Frame.StopTaken(ProcessHandle.current().pid()));
        }
    }

    private void greet(Hello greeting) {
        hello = Optional.of(greeting);
        Frame.HelloReply reply = Versions.refusalOf(greeting).orElseGet(() -> handler.onHello(this, greeting));
        if (state == State.NEW) { // the handler may have closed it
            state = reply instanceof Welcome ? State.ACCEPTED : State.CLOSING;
            send(reply);
        }
    }

    /** Says why there is no place, then ends. */
    void refuse(String why) {
        state = State.CLOSING;
        send(new Frame.Refused(why));
    }

    private void send(Frame frame) {
        if (!channel.send(FrameCodec.encode(frame))) {
            end("the node does not read what it is sent");
        } else {
            flush();
        }
    }

    private void flush() {
        if (state == State.CLOSED) {
            return;
        }
        boolean all = channel.flush();
        if (all && state == State.CLOSING) {
            close();
            return;
        }
        int reading = state == State.CLOSING ? 0 : SelectionKey.OP_READ; // nobody listens any more
        key.interestOps(all ? reading : reading | SelectionKey.OP_WRITE);
    }

    /** Ends who has not said hello, or not read the refusal, in time. */
    void checkDeadline(long nowNs) {
        if ((state == State.NEW || state == State.CLOSING) && nowNs - helloDeadlineNs > 0) {
            close();
        }
    }

    private void end(String why) {
        boolean known = state == State.ACCEPTED;
        close();
        if (known) {
            handler.onEof(this, why);
        }
    }

    boolean closed() {
        return state == State.CLOSED;
    }
}
