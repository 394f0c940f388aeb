package dev.bowstring.transport.control;

/** The process that was attached as a node before is not yet proved gone: trying again may help. */
public final class NodeBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NodeBusyException(String why) {
        super(why);
    }
}
