package dev.bowstring.transport.sim;

/** How a store is ordered. */
public enum Order {
    /** Becomes visible at any time. */
    PLAIN,
    /** Becomes visible after all earlier stores of the actor. */
    RELEASE,
    /** Becomes visible at once, after all earlier stores of the actor. */
    VOLATILE
}
