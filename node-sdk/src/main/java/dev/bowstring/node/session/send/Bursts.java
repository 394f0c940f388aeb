package dev.bowstring.node.session.send;

import dev.bowstring.node.Burst;
import dev.bowstring.node.NodeException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The bursts of an output, of which one is open at a time. Any thread. */
public final class Bursts {
    private final String output;
    private final IntConsumer together;
    private final Runnable commit;
    private volatile @Nullable Open open;

    /**
     * @param together commits what has gathered, and from there on so many messages together; 1 for each by itself
     * @param commit commits what has gathered
     */
    public Bursts(String output, IntConsumer together, Runnable commit) {
        this.output = output;
        this.together = together;
        this.commit = commit;
    }

    /** See {@link dev.bowstring.node.Output#burst}. */
    public synchronized Burst open(int messages) {
        if (messages < 1) {
            throw new NodeException(
                    "a burst of " + messages + " messages on output '" + output + "'", "say how many, at least 1");
        }
        Open burst = new Open();
        if (open != null) {
            throw new NodeException("output '" + output + "' has an open burst", "close it before the next");
        }
        open = burst;
        together.accept(messages);
        return burst;
    }

    boolean isOpen() {
        return open != null;
    }

    /** Commits what the open burst has gathered, if there is one. */
    void flush() {
        if (open != null) {
            commit.run();
        }
    }

    @SuppressWarnings("ReferenceEquality") // of two bursts only one can be open
    private synchronized void end(Open burst) {
        if (open == burst) {
            together.accept(1);
            open = null;
        }
    }

    private final class Open implements Burst {
        @Override
        public void flush() {
            if (open == this) {
                commit.run();
            }
        }

        @Override
        public void close() {
            end(this);
        }
    }
}
