package dev.bowstring.runtime.descriptor;

/** When a node's connect returns. */
public enum Start {
    /** Once every node with ports is ready, so that no first message is lost to a slow starter. */
    BARRIER,
    /** At once; the other nodes still wait for this one. */
    EAGER
}
