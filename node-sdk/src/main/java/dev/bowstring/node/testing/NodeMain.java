package dev.bowstring.node.testing;

/**
 * The main method of a node, which calls {@link dev.bowstring.node.Node#connect} itself.
 *
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface NodeMain<X extends Exception> {

    /** Runs it, until the node is to end. */
    void run(String[] arguments) throws X;
}
