package dev.bowstring.transport.sim;

/** Decides what happens next. The same schedule makes the same run. */
public interface Schedule {
    /** Whether stores wait in a buffer; if not, each is visible at once, in program order. */
    boolean weak();

    /** Whether some waiting store becomes visible now. */
    boolean drains();

    /** Whether another actor goes on from here. */
    boolean switches();

    /** Whether the actor dies instead of making this access. */
    boolean kills(Actor actor, boolean stores);

    /** One of {@code 0 .. choices - 1}. */
    int pick(int choices);
}
