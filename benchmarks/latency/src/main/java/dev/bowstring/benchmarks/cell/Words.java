package dev.bowstring.benchmarks.cell;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Writes and reads payloads as 64-bit words, the same way for every contender in Java. */
public final class Words {
    private final int bytes;
    private final boolean fills;
    private long sum;

    /** For the payloads of a cell. */
    public Words(Work work) {
        this.bytes = work.bytes();
        this.fills = work.fills();
    }

    /** Writes the first word, and all others if the cell says so. */
    public void write(MutableDirectBuffer buffer, int offset, long value) {
        if (fills) {
            for (int at = 0; at <= bytes - Long.BYTES; at += Long.BYTES) {
                buffer.putLong(offset + at, value);
            }
        } else if (bytes >= Long.BYTES) {
            buffer.putLong(offset, value);
        }
    }

    /** The first word; all others are read if the cell says so. */
    public long read(DirectBuffer buffer, int offset) {
        if (fills) {
            long read = 0;
            for (int at = 0; at <= bytes - Long.BYTES; at += Long.BYTES) {
                read += buffer.getLong(offset + at);
            }
            sum += read;
        }
        return bytes >= Long.BYTES ? buffer.getLong(offset) : Work.NOT_RECORDED;
    }

    /** What was read so far; keeps the reads alive. */
    public long sum() {
        return sum;
    }
}
