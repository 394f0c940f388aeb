package dev.bowstring.transport.segment;

import java.lang.invoke.VarHandle;

/**
 * The fences of the protocol, beside the ordered accesses of {@link org.agrona.concurrent.AtomicBuffer}. All code that
 * shares memory with another process takes both as parameters, so that a test can put a simulated machine below it.
 */
public interface Fence {
    /** The machine this process runs on. */
    Fence HARDWARE = new Fence() {
        @Override
        public void full() {
            VarHandle.fullFence();
        }

        @Override
        public void load() {
            VarHandle.loadLoadFence();
        }
    };

    /** No access before it is reordered with an access after it; the only fence that orders a store before a load. */
    void full();

    /** No load before it is reordered with a load after it. */
    void load();
}
