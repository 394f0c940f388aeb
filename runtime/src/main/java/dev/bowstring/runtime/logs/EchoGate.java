package dev.bowstring.runtime.logs;

import java.util.function.LongSupplier;

/**
 * Lets few of the lines through that a reader of lines may itself have caused: {@value #BURST} at once and
 * {@value #PER_SECOND} a second, so that two nodes that print what the other prints do not keep each other busy. Any thread.
 */
public final class EchoGate {
    static final int BURST = 100;
    static final int PER_SECOND = 10;

    private final LongSupplier nanoTime;
    private final FloodGate gate;

    public EchoGate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.gate = new FloodGate(BURST, PER_SECOND, nanoTime.getAsLong());
    }

    /** Whether the next line may pass. */
    public boolean admits() {
        return gate.admits(nanoTime.getAsLong());
    }
}
