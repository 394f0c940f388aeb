package dev.bowstring.transport.sim;

import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/** A file in simulated shared memory: what every actor sees that has not stored there itself. */
public final class SimulatedFile {
    private static final long DISTANCE = 1L << 32;

    final String name;
    private final long address;
    private final UnsafeBuffer bytes;

    SimulatedFile(String name, int number, int size) {
        this.name = name;
        this.address = (number + 1) * DISTANCE;
        this.bytes = new UnsafeBuffer(new byte[size]);
    }

    /** Where it lies. */
    public long address() {
        return address;
    }

    /** Its size. */
    public int bytes() {
        return bytes.capacity();
    }

    /** Looks at 8 bytes as they are, without an actor. */
    public long peek(int offset) {
        return bytes.getLong(offset, ByteOrder.LITTLE_ENDIAN);
    }

    /** Looks at 4 bytes as they are, without an actor. */
    public int peekInt(int offset) {
        return bytes.getInt(offset, ByteOrder.LITTLE_ENDIAN);
    }

    long read(int offset, int length) {
        return switch (length) {
            case Long.BYTES -> bytes.getLong(offset, ByteOrder.LITTLE_ENDIAN);
            case Integer.BYTES -> bytes.getInt(offset, ByteOrder.LITTLE_ENDIAN);
            default -> bytes.getByte(offset);
        };
    }

    void write(int offset, int length, long value) {
        switch (length) {
            case Long.BYTES -> bytes.putLong(offset, value, ByteOrder.LITTLE_ENDIAN);
            case Integer.BYTES -> bytes.putInt(offset, (int) value, ByteOrder.LITTLE_ENDIAN);
            default -> bytes.putByte(offset, (byte) value);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
