package dev.bowstring.benchmarks.link;

import dev.bowstring.benchmarks.cell.Words;
import dev.bowstring.benchmarks.cell.Work;
import dev.bowstring.transport.layout.MessageBlockLayout;
import dev.bowstring.transport.log.ArenaGrowth;
import dev.bowstring.transport.log.InputLog;
import dev.bowstring.transport.log.Machine;
import dev.bowstring.transport.log.OutputFiles;
import dev.bowstring.transport.log.OutputLog;
import dev.bowstring.transport.log.OutputPlan;
import dev.bowstring.transport.log.OutputPlan.ReaderPlan;
import dev.bowstring.transport.log.OutputStore;
import dev.bowstring.transport.log.Poll;
import dev.bowstring.transport.log.Room;
import dev.bowstring.transport.log.Taken;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import org.agrona.concurrent.AtomicBuffer;

/**
 * Two output logs, one in each direction, without Arrow, without a runtime and without the node API: what the transport alone
 * costs. Spins.
 */
final class RawLink implements Link {
    private static final String OUT = "out";
    private static final long MEMORY = 64L << 20;
    private static final int MOST_PAYLOADS = 1024;
    private static final int FEWEST_PAYLOADS = 4;
    private static final int BLOCK_SPACE = 512;
    private static final int PINS = 16;

    private final OutputLog out;
    private final InputLog in;
    private final PayloadPool payloads;
    private final Taken taken = new Taken();

    private RawLink(Work work, boolean first) {
        RunDirectory run = new RunDirectory(work.file("run"));
        int count = (int) Math.max(FEWEST_PAYLOADS, Math.min(MOST_PAYLOADS, MEMORY / Math.max(1, work.bytes())));
        if (!first) {
            create(run, count, work.bytes());
        }
        String own = first ? "first" : "second";
        out = new OutputLog(OutputFiles.map(run, own, OUT), ArenaGrowth.NONE, Machine.HARDWARE);
        in = InputLog.open(run, first ? "second" : "first", OUT, 0);
        payloads = new PayloadPool(out, count, work.bytes());
        out.burst((int) work.number("burst"));
    }

    private static void create(RunDirectory run, int count, int bytes) {
        try {
            Files.createDirectories(run.path());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        for (String node : List.of("first", "second")) {
            Segment page = RawFiles.doorbell(run, node);
            page.close();
        }
        long arena = count * (long) (bytes + BLOCK_SPACE) + (1 << 20);
        for (String node : List.of("first", "second")) {
            String reader = node.equals("first") ? "second/in" : "first/in";
            ReaderPlan plan = new ReaderPlan(reader, true, count / 2, PINS);
            OutputStore.create(run, new OutputPlan(node, OUT, List.of(plan), arena, arena))
                    .close();
        }
    }

    /** See {@link LinkRoles#play}. */
    public static void main(String[] arguments) {
        LinkRoles.play(arguments, RawLink::new);
    }

    @Override
    public void send(Words words, long value) {
        PayloadPool.Reused payload = payloads.poll();
        while (payload == null) {
            Thread.onSpinWait();
            out.reclaim();
            payload = payloads.poll();
        }
        words.write(payload.values().buffer(), (int) payload.values().offset(), value);
        while (out.publish(payload) != Room.ROOM) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void flush() {
        out.commit();
    }

    @Override
    public long receive(Words words) {
        while (in.poll(taken) != Poll.TAKEN) {
            Thread.onSpinWait();
        }
        in.received();
        int block = (int) taken.offset() + MessageBlockLayout.HEADER_LENGTH;
        AtomicBuffer description = in.arena(taken.arena());
        AtomicBuffer values = in.arena(description.getInt(block + MessageBlockLayout.BLOCK_ARENA));
        long first = words.read(values, (int) description.getLong(block + MessageBlockLayout.BLOCK_OFFSET));
        in.release(taken.pin());
        return first;
    }

    @Override
    public void close() {
        in.close();
        out.commit();
        out.close();
    }
}
