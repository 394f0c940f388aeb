package dev.bowstring.benchmarks.jmh;

import dev.bowstring.benchmarks.link.LocalOutput;
import dev.bowstring.benchmarks.link.PayloadPool;
import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.log.InputLog;
import dev.bowstring.transport.log.OutputLog;
import dev.bowstring.transport.log.Payload;
import dev.bowstring.transport.log.Poll;
import dev.bowstring.transport.log.Taken;
import dev.bowstring.transport.message.ArenaSizes;
import dev.bowstring.transport.message.MessageReader;
import dev.bowstring.transport.message.MessageShape;
import dev.bowstring.transport.message.MessageWriter;
import org.agrona.concurrent.AtomicBuffer;

/** The output log alone, or with the description of the message that stands in its block. */
final class LogEnd implements Rung.End {
    private static final int PAYLOADS = 256;
    private static final int PAYLOAD_BYTES = 64;
    /** What stands in each message block: one block of values. */
    private static final MessageShape SHAPE = new MessageShape(1, 0, 0, 0, 0, 0);

    private final OutputLog output;
    private final InputLog input;
    private final boolean described;
    private final PayloadPool payloads;
    private final MessageReader reader = new MessageReader();
    private final ArenaSizes sizes;
    private final Taken taken = new Taken();

    private LogEnd(OutputLog output, InputLog input, boolean described) {
        this.output = output;
        this.input = input;
        this.described = described;
        this.payloads = new PayloadPool(output, PAYLOADS, PAYLOAD_BYTES);
        this.sizes = input::arenaBytes;
    }

    static Rung.Pair pair(boolean described) {
        LocalOutput there = new LocalOutput(1, false, 10);
        LocalOutput back = new LocalOutput(1, false, 10);
        return new Rung.Pair(
                new LogEnd(there.log(), back.input(0), described),
                new LogEnd(back.log(), there.input(0), described),
                () -> {
                    there.close();
                    back.close();
                });
    }

    @Override
    public void send(long number) {
        Payload payload = payloads.next();
        Block message = payload.messageBlock();
        if (described) {
            MessageWriter.reuse(message.buffer(), message.offset(), SHAPE).rows(number & Integer.MAX_VALUE);
        }
        output.publish(payload.describe(SHAPE.length(), 0, number, 0));
    }

    @Override
    public long receive() {
        while (input.poll(taken) != Poll.TAKEN) {
            Thread.onSpinWait();
        }
        long number = taken.rows();
        if (described) {
            AtomicBuffer arena = input.arena(taken.arena());
            reader.read(arena, taken.offset(), sizes);
            if (reader.rows() != (number & Integer.MAX_VALUE)) {
                throw new IllegalStateException("rows=" + reader.rows());
            }
        }
        input.received();
        input.release(taken.pin());
        return number;
    }
}
