package dev.bowstring.benchmarks.cell;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;

/** Writes and reads payloads as 64-bit words, the same way for every contender in Java. */
public final class Words {
    /** So many bytes by one call, so that it is compiled whole, and soon, however large the payload is. */
    private static final int CHUNK = 4096;

    private static final int WARM_UP_CHUNKS = 4;

    private final int bytes;
    /** The bytes of all whole words. */
    private final int whole;

    private final boolean fills;
    private long sum;

    /** For the payloads of a cell. */
    public Words(Work work) {
        this.bytes = work.bytes();
        this.whole = bytes / Long.BYTES * Long.BYTES;
        this.fills = work.fills();
    }

    /** Writes the first word, and all others if the cell says so. */
    public void write(MutableDirectBuffer buffer, int offset, long value) {
        if (fills) {
            buffer.boundsCheck(offset, bytes);
            int used = used(value);
            for (int at = 0; at < used; at += CHUNK) {
                fill(buffer.byteArray(), buffer.addressOffset() + offset + at, Math.min(CHUNK, used - at), value);
            }
        } else if (bytes >= Long.BYTES) {
            buffer.putLong(offset, value);
        }
    }

    /** The first word; all others are read if the cell says so. */
    public long read(DirectBuffer buffer, int offset) {
        if (fills) {
            buffer.boundsCheck(offset, bytes);
            int used = used(bytes >= Long.BYTES ? buffer.getLong(offset) : Work.NOT_RECORDED);
            for (int at = 0; at < used; at += CHUNK) {
                sum += total(buffer.byteArray(), buffer.addressOffset() + offset + at, Math.min(CHUNK, used - at));
            }
        }
        return bytes >= Long.BYTES ? buffer.getLong(offset) : Work.NOT_RECORDED;
    }

    private int used(long value) {
        return Ease.isWarmUp(value) ? Math.min(WARM_UP_CHUNKS * CHUNK, whole) : whole;
    }

    private static void fill(byte[] array, long address, int length, long value) {
        for (int at = 0; at < length; at += Long.BYTES) {
            UnsafeApi.putLong(array, address + at, value);
        }
    }

    private static long total(byte[] array, long address, int length) {
        long total = 0;
        for (int at = 0; at < length; at += Long.BYTES) {
            total += UnsafeApi.getLong(array, address + at);
        }
        return total;
    }

    /** What was read so far; keeps the reads alive. */
    public long sum() {
        return sum;
    }
}
