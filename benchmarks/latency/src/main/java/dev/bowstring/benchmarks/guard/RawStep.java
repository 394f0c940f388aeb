package dev.bowstring.benchmarks.guard;

import dev.bowstring.benchmarks.link.LocalOutput;
import dev.bowstring.benchmarks.link.PayloadPool;
import dev.bowstring.transport.log.Poll;
import dev.bowstring.transport.log.Room;
import dev.bowstring.transport.log.Taken;

/** Publish; or publish, receive and release, without Arrow. */
final class RawStep implements Step {
    private static final int QUEUE = 10;
    private static final int PAYLOADS = 256;
    private static final int BYTES = 64;

    private final LocalOutput output;
    private final PayloadPool payloads;
    private final boolean receives;
    private final Taken taken = new Taken();

    RawStep(int readers, boolean receives) {
        this.output = new LocalOutput(readers, false, QUEUE);
        this.payloads = new PayloadPool(output.log(), PAYLOADS, BYTES);
        this.receives = receives;
    }

    @Override
    public long times(int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            if (output.log().publish(payloads.next()) != Room.ROOM) {
                throw new IllegalStateException("no room, although nobody is waited for");
            }
            if (receives) {
                sum += receive();
            }
        }
        return sum;
    }

    private long receive() {
        if (output.input(0).poll(taken) != Poll.TAKEN) {
            throw new IllegalStateException("nothing there, although it was published");
        }
        output.input(0).received();
        output.input(0).release(taken.pin());
        return taken.sequence();
    }

    @Override
    public void close() {
        output.close();
    }
}
