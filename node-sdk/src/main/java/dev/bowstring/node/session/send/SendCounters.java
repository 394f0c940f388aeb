package dev.bowstring.node.session.send;

import dev.bowstring.node.arrow.CopyCounters;

/** Counts what the log itself does not know. Any thread. */
public interface SendCounters extends CopyCounters {
    /** Counts nothing. */
    SendCounters NONE = new SendCounters() {
        @Override
        public void refused() {}

        @Override
        public void waited(long ns) {}

        @Override
        public void grew() {}

        @Override
        public void sent(long bytes) {}

        @Override
        public void copied(long bytes) {}

        @Override
        public void fellBack(long bytes) {}
    };

    /** A message found no room, and nobody to wait for. */
    void refused();

    /** A sender waited so long for room. */
    void waited(long ns);

    /** The arena got a further file. */
    void grew();
}
