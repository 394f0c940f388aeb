package dev.bowstring.benchmarks.peers;

import dev.bowstring.benchmarks.cell.Words;
import dev.bowstring.benchmarks.cell.Work;
import dev.bowstring.benchmarks.link.Link;
import dev.bowstring.benchmarks.link.LinkRoles;
import io.aeron.Aeron;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.BufferClaim;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Aeron IPC: exclusive publications, messages claimed in place where one fragment holds them, else offered and assembled.
 * The media driver lives in the process that answers; it sets up connections and is not on the way of messages.
 */
final class AeronLink implements Link {
    private static final String CHANNEL = "aeron:ipc?term-length=";
    private static final int SMALLEST_TERM = 16 << 20;
    private static final int LARGEST_TERM = 1 << 30;
    private static final int TERM_PER_MESSAGE = 8;
    private static final int STREAM = 1000;
    private static final int FRAGMENTS = 10;

    private final @Nullable MediaDriver driver;
    private final Aeron aeron;
    private final Publication out;
    private final Subscription in;
    private final IdleStrategy idle;
    private final BufferClaim claim = new BufferClaim();
    private final UnsafeBuffer whole;
    private final int bytes;
    private final FragmentAssembler assembler = new FragmentAssembler(this::arrived);
    private Words words;
    private long first;
    private boolean any;

    private AeronLink(Work work, boolean starts) {
        bytes = work.bytes();
        whole = new UnsafeBuffer(new byte[bytes]);
        words = new Words(work);
        idle = work.text("idle").equals("spinning") ? new BusySpinIdleStrategy() : new BackoffIdleStrategy();
        String directory = work.file("aeron").toString();
        driver = starts ? null : MediaDriver.launch(driver(directory));
        aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(directory)
                .idleStrategy(new SleepingMillisIdleStrategy(16))
                .preTouchMappedMemory(true));
        long term = BitUtil.findNextPositivePowerOfTwo((long) bytes * TERM_PER_MESSAGE);
        String channel = CHANNEL + Math.max(SMALLEST_TERM, Math.min(LARGEST_TERM, term));
        in = aeron.addSubscription(channel, starts ? STREAM + 1 : STREAM);
        out = aeron.addExclusivePublication(channel, starts ? STREAM : STREAM + 1);
    }

    private static MediaDriver.Context driver(String directory) {
        return new MediaDriver.Context()
                .aeronDirectoryName(directory)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(new SleepingMillisIdleStrategy(1))
                .termBufferSparseFile(false)
                .ipcTermBufferLength(SMALLEST_TERM)
                .dirDeleteOnShutdown(true);
    }

    /** See {@link LinkRoles#play}. */
    public static void main(String[] arguments) {
        LinkRoles.play(arguments, AeronLink::new);
    }

    @Override
    public void send(Words content, long value) {
        if (bytes <= out.maxPayloadLength()) {
            while (out.tryClaim(bytes, claim) < 0) {
                idle.idle();
            }
            content.write(claim.buffer(), claim.offset(), value);
            claim.commit();
        } else {
            content.write(whole, 0, value);
            while (out.offer(whole, 0, bytes) < 0) {
                idle.idle();
            }
        }
        idle.reset();
    }

    @Override
    public long receive(Words content) {
        words = content;
        any = false;
        while (!any) {
            idle.idle(in.poll(assembler, bytes <= out.maxPayloadLength() ? 1 : FRAGMENTS));
        }
        return first;
    }

    private void arrived(DirectBuffer buffer, int offset, int length, io.aeron.logbuffer.Header header) {
        first = words.read(buffer, offset);
        any = true;
    }

    @Override
    public void close() {
        if (driver != null) {
            awaitOther();
        }
        aeron.close();
        if (driver != null) {
            driver.close();
        }
    }

    /** The driver has to outlive what the other process still reads. */
    private void awaitOther() {
        while (in.imageCount() > 0) {
            idle.idle();
        }
    }
}
