package dev.bowstring.node;

import java.util.Optional;

/**
 * Code within which {@link Node#connect} goes by another connector, on its thread and on those it starts: how a test runs a
 * main method as a node. Not on threads of a pool that were there before.
 *
 * <p>Not for nodes; see {@code dev.bowstring.node.testing.TestNode}.
 */
public final class ConnectorScope {
    private static final InheritableThreadLocal<Optional<ConnectorScope>> CURRENT = new InheritableThreadLocal<>() {
        @Override
        protected Optional<ConnectorScope> initialValue() {
            return Optional.empty();
        }
    };

    private final Connector connector;
    private final Optional<ConnectorScope> outer = CURRENT.get();
    private volatile boolean closed;

    private ConnectorScope(Connector connector) {
        this.connector = connector;
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
    public static <X extends Exception> void within(Connector connector, Body<X> body) throws X {
        ConnectorScope scope = new ConnectorScope(connector);
        CURRENT.set(Optional.of(scope));
        try {
            body.run();
        } finally {
            scope.close();
        }
    }

    /** What the calling thread is to connect by; empty outside of any scope. */
    static Optional<Connector> connector() {
        return CURRENT.get().map(scope -> {
            if (scope.closed) {
                throw new NodeException(
                        "the test that has started this thread is over", "let the node's threads end with it");
            }
            return scope.connector;
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
