package dev.bowstring.transport.control;

/** The other side sent what no side of this version sends; the connection ends. */
final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String what;

    ProtocolException(String what) {
        super(what);
        this.what = what;
    }

    String what() {
        return what;
    }
}
