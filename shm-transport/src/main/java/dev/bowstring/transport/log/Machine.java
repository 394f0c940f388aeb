package dev.bowstring.transport.log;

import dev.bowstring.transport.segment.Fence;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * What the protocol needs of the machine beside memory.
 *
 * @param fence its fences
 * @param clock its monotonic clock, the same in every process
 */
public record Machine(Fence fence, NanoClock clock) {
    /** The machine this process runs on. */
    public static final Machine HARDWARE = new Machine(Fence.HARDWARE, SystemNanoClock.INSTANCE);
}
