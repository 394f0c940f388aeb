package dev.bowstring.benchmarks.link;

import dev.bowstring.benchmarks.cell.Words;
import dev.bowstring.benchmarks.cell.Work;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The least that two JVMs need to hand a message over through one mapped file, for machines without a C compiler: one place
 * in each direction, and a counter that says whose turn it is. No log, no pins, no doorbells, no Arrow.
 *
 * <pre>
 *   0              256             512     640     4096      4096 + n
 *   | turn of first | turn of second | TAKEN | TAKEN | payload | payload |
 * </pre>
 */
final class TurnLink implements Link {
    private static final int TAKEN = 2 * Turn.LENGTH;
    private static final int LINE = 128;
    private static final int PAYLOAD = 4096;

    private final MappedByteBuffer map;
    private final UnsafeBuffer memory;
    private final Turn own;
    private final Turn other;
    private final int ownPayload;
    private final int otherPayload;
    private final int ownTaken;
    private final int otherTaken;
    private final boolean oneWay;
    private long sent;
    private long received;

    private TurnLink(Work work, boolean first) {
        try (RandomAccessFile file = new RandomAccessFile(work.file("page").toString(), "rw")) {
            long length = PAYLOAD + 2L * work.bytes();
            if (!first) {
                reserve(file, length);
            }
            map = file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, length);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        memory = new UnsafeBuffer(map);
        boolean blocking = work.text("idle").equals("blocking");
        int mine = first ? 0 : 1;
        int its = 1 - mine;
        own = new Turn(memory, mine * Turn.LENGTH, blocking);
        other = new Turn(memory, its * Turn.LENGTH, blocking);
        ownPayload = PAYLOAD + mine * work.bytes();
        otherPayload = PAYLOAD + its * work.bytes();
        ownTaken = TAKEN + mine * LINE;
        otherTaken = TAKEN + its * LINE;
        oneWay = work.number("period_ns") > 0;
    }

    private static void reserve(RandomAccessFile file, long length) throws IOException {
        byte[] zeros = new byte[1 << 20];
        for (long left = length; left > 0; left -= zeros.length) {
            file.write(zeros, 0, (int) Math.min(zeros.length, left));
        }
    }

    /** See {@link LinkRoles#play}. */
    public static void main(String[] arguments) {
        LinkRoles.play(arguments, TurnLink::new);
    }

    @Override
    public void send(Words words, long value) {
        while (oneWay && memory.getLongAcquire(otherTaken) < sent) { // pairs with the release in receive
            Thread.onSpinWait();
        }
        words.write(memory, ownPayload, value);
        own.pass(++sent, value);
    }

    @Override
    public long receive(Words words) {
        long value = other.await(++received);
        words.read(memory, otherPayload);
        if (oneWay) {
            memory.putLongRelease(ownTaken, received); // pairs with the acquire in send
        }
        return value;
    }

    @Override
    public void close() {
        BufferUtil.free(map);
    }
}
