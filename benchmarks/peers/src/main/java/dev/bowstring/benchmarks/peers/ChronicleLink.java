package dev.bowstring.benchmarks.peers;

import dev.bowstring.benchmarks.cell.Words;
import dev.bowstring.benchmarks.cell.Work;
import dev.bowstring.benchmarks.link.Link;
import dev.bowstring.benchmarks.link.LinkRoles;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;

/** A Chronicle Queue in each direction, in shared memory; its tailer spins, since it has nothing to sleep at. */
final class ChronicleLink implements Link {
    private static final long SMALLEST_BLOCK = 64L << 20;
    private static final int BLOCK_PER_MESSAGE = 4;

    private final ChronicleQueue there;
    private final ChronicleQueue back;
    private final ExcerptAppender out;
    private final ExcerptTailer in;
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final int bytes;

    private ChronicleLink(Work work, boolean starts) {
        bytes = work.bytes();
        there = queue(work, "there");
        back = queue(work, "back");
        out = (starts ? there : back).createAppender();
        in = (starts ? back : there).createTailer();
    }

    private static ChronicleQueue queue(Work work, String name) {
        long block = Math.max(SMALLEST_BLOCK, Long.highestOneBit((long) work.bytes() * BLOCK_PER_MESSAGE) << 1);
        return SingleChronicleQueueBuilder.binary(work.file(name).toFile())
                .blockSize(block)
                .rollCycle(RollCycles.FAST_DAILY)
                .build();
    }

    /** See {@link LinkRoles#play}. */
    public static void main(String[] arguments) {
        LinkRoles.play(arguments, ChronicleLink::new);
    }

    @Override
    public void send(Words words, long value) {
        try (DocumentContext document = out.writingDocument()) {
            Bytes<?> content = document.wire().bytes();
            if (!content.canWriteDirect(bytes)) {
                throw new IllegalStateException("the message does not fit into a block: bytes=" + bytes);
            }
            view.wrap(content.addressForWrite(content.writePosition()), bytes);
            words.write(view, 0, value);
            content.writeSkip(bytes);
        }
    }

    @Override
    public long receive(Words words) {
        while (true) {
            try (DocumentContext document = in.readingDocument()) {
                if (document.isPresent()) {
                    Bytes<?> content = document.wire().bytes();
                    view.wrap(content.addressForRead(content.readPosition()), bytes);
                    return words.read(view, 0);
                }
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        there.close();
        back.close();
    }
}
