package dev.bowstring.node.testing;

import dev.bowstring.node.ConnectScope;
import dev.bowstring.node.session.rehearsal.Rehearsal;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A thread that runs the code of a node beside the test. */
final class NodeThread {
    private final Rehearsal rehearsal;
    private final NodeCode<? extends Exception> code;
    private final Thread thread;
    private volatile @Nullable Throwable failure;

    NodeThread(Rehearsal rehearsal, NodeCode<? extends Exception> code) {
        this.rehearsal = rehearsal;
        this.code = code;
        this.thread = new Thread(this::run, "test-" + rehearsal.node().id());
        thread.setDaemon(true); // a test that failed ends all the same
    }

    void start() {
        rehearsal.playedBesideBy(thread);
        thread.start();
    }

    private void run() {
        try {
            ConnectScope.within(rehearsal::node, () -> code.run(rehearsal.node()));
        } catch (Throwable thrown) {
            failure = thrown; // the test's thread is told when it asks for the end
        }
    }

    private boolean isOver() {
        return !thread.isAlive();
    }

    void settle() {
        if (!rehearsal.settle(this::isOver)) {
            throw new AssertionError("the node does not come to rest; " + place());
        }
    }

    void awaitEnd() {
        if (!rehearsal.await(this::isOver)) {
            throw new AssertionError("the node does not end; " + place());
        }
        Throwable thrown = failure;
        failure = null;
        if (thrown != null) {
            throw new AssertionError("the node has failed: " + thrown, thrown);
        }
    }

    /** Nothing happens to it any more: its waits end, and so should it. */
    void end() {
        if (!isOver()) {
            rehearsal.node().close();
        }
        awaitEnd();
    }

    private String place() {
        return Arrays.stream(thread.getStackTrace())
                .map(StackTraceElement::toString)
                .collect(Collectors.joining("\n    at ", "its thread is\n    at ", ""));
    }
}
