package dev.bowstring.node;

/** The program or its dataflow is wrong; the message says where and what to do about it. */
public final class NodeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** {@code what; cure}. */
    public NodeException(String what, String cure) {
        super(what + "; " + cure);
    }

    /** What a part below says already with its cure. */
    public NodeException(String message, Throwable cause) {
        super(message, cause);
    }

    /** {@code what; cure}, with what caused it. */
    public NodeException(String what, String cure, Throwable cause) {
        super(what + "; " + cure, cause);
    }
}
