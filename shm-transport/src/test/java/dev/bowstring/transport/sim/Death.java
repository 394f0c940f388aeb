package dev.bowstring.transport.sim;

/** Unwinds an actor that was killed. What it had stored and nobody could see yet is lost. */
public final class Death extends Error {
    private static final long serialVersionUID = 1L;

    Death() {
        super("killed", null, false, false);
    }
}
