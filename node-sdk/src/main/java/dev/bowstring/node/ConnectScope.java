package dev.bowstring.node;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Code within which {@link Node#connect} answers with a given node, on its thread and on those it starts: how a test runs a
 * main method as a node. Not on threads of a pool that were there before.
 *
 * <p>Not for nodes; see {@code dev.bowstring.node.testing.TestNode}.
 */
public final class ConnectScope {
    private static final InheritableThreadLocal<Optional<ConnectScope>> CURRENT = new InheritableThreadLocal<>() {
        @Override
        protected Optional<ConnectScope> initialValue() {
            return Optional.empty();
        }
    };

    private final Supplier<? extends Node> node;
    private final Optional<ConnectScope> outer = CURRENT.get();
    private volatile boolean closed;

    private ConnectScope(Supplier<? extends Node> node) {
        this.node = node;
    }

    /**
     * What runs within a scope.
     *
     * @param <X> what it may throw
     */
    @FunctionalInterface
    public interface Body<X extends Exception> {
        /** Runs it. */
        void run() throws X;
    }

    /** Runs code within a scope, which may be inside of another. */
    public static <X extends Exception> void within(Supplier<? extends Node> node, Body<X> body) throws X {
        ConnectScope scope = new ConnectScope(node);
        CURRENT.set(Optional.of(scope));
        try {
            body.run();
        } finally {
            scope.close();
        }
    }

    /** What the calling thread connects as; empty outside of any scope. */
    static Optional<Node> node() {
        return CURRENT.get().map(scope -> {
            if (scope.closed) {
                throw new NodeException(
                        "the test that has started this thread is over", "let the node's threads end with it");
            }
            return scope.node.get();
        });
    }

    /** Threads that were started within it may live on. */
    private void close() {
        closed = true;
        if (outer.isPresent()) {
            CURRENT.set(outer);
        } else {
            CURRENT.remove();
        }
    }
}
