package dev.bowstring.node.testing;

import dev.bowstring.node.Node;

/**
 * The code of a node, as a test runs it.
 *
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface NodeCode<X extends Exception> {

    /** Runs it, until the node is to end. */
    void run(Node node) throws X;
}
