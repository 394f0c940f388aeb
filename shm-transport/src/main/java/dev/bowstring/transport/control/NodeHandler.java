package dev.bowstring.transport.control;

/** What a {@link NodeListener} tells the supervisor, on the thread that calls {@link NodeListener#doWork}. */
public interface NodeHandler {
    /**
     * A process of the right layout version says who it is.
     *
     * @return {@link Welcome}, or {@link Frame.Refused} when the token is wrong ({@link Hello#tokenIs}), the node unknown
     *     or the incarnation another one
     */
    Frame.HelloReply onHello(NodeConnection node, Hello hello);

    /** Somebody who is no node wants the run to end; {@code now}: without waiting for what is in flight. */
    void onStop(boolean now);

    /** The node has opened its ports. */
    void onReady(NodeConnection node);

    /** The node wants memory; to be answered by {@link NodeConnection#answer}, now or later. */
    void onGrow(NodeConnection node, Frame.Grow request);

    /** A tool wants to read outputs; to be answered by {@link NodeConnection#answer(Frame.Reading)}. */
    void onRead(NodeConnection tool, Frame.Read request);

    /** The node read something impossible from an input. */
    void onCorrupt(NodeConnection node, String input, String what);

    /** The node has cleared its pins and ends. */
    void onBye(NodeConnection node);

    /** The connection of a welcomed node is over, once: a hint that it has died. */
    void onEof(NodeConnection node, String why);
}
