package dev.bowstring.transport.doorbell;

import dev.bowstring.transport.segment.Fence;
import java.util.concurrent.locks.ReentrantLock;

/** A {@link Sleep} that goes to sleep at once: how long a real one spins depends on the clock. */
public final class SleepWithoutSpin {
    private SleepWithoutSpin() {}

    /** For one thread of a simulated process. */
    public static Sleep of(Doorbell own, WaitingFor what, Fence fence) {
        return new Sleep(own, what, fence, Spin.NONE, () -> 0, new ReentrantLock());
    }
}
