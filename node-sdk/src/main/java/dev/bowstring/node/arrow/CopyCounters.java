package dev.bowstring.node.arrow;

/** Told what is sent, and whenever data does not take the way without copies. Called from any thread. */
public interface CopyCounters {
    /** Counts nothing. */
    CopyCounters NONE = new CopyCounters() {
        @Override
        public void sent(long bytes) {}

        @Override
        public void copied(long bytes) {}

        @Override
        public void fellBack(long bytes) {}
    };

    /** A message with so many bytes in its buffers was sent. Called under the output's lock, by one thread at a time. */
    void sent(long bytes);

    /** A message had buffers outside the arena of its output: so many bytes were copied into it. */
    void copied(long bytes);

    /** The arena had no room for an allocation of so many bytes: it is ordinary memory, to be copied when sent. */
    void fellBack(long bytes);
}
