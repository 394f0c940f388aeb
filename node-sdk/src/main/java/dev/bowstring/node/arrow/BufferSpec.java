package dev.bowstring.node.arrow;

import org.apache.arrow.vector.BufferLayout;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * What one buffer of a field must hold at least.
 *
 * @param validity whether it says which values are null
 * @param offsets whether it holds offsets, of which there is one more than values
 * @param bitsPerValue 0 for data of variable width
 */
record BufferSpec(boolean validity, boolean offsets, long bitsPerValue) {
    /** Data whose length does not follow from the number of values. */
    static final BufferSpec FREE = new BufferSpec(false, false, 0);

    private static final int VIEW_BITS = 128;

    /** The bytes that so many values need. */
    long bytes(long values) {
        return ((offsets ? values + 1 : values) * bitsPerValue + 7) >>> 3;
    }

    static BufferSpec of(BufferLayout layout, ArrowType type) {
        int bits = layout.getTypeBitWidth();
        return switch (layout.getType()) {
            case VALIDITY -> new BufferSpec(true, false, 1);
            case OFFSET -> new BufferSpec(false, endsAreOffsets(type), bits);
            case SIZE -> new BufferSpec(false, false, bits);
            case TYPE -> new BufferSpec(false, false, Byte.SIZE); // Arrow's layout says 32, its vectors use 8
            case VIEWS -> new BufferSpec(false, false, VIEW_BITS); // Arrow's layout says 16, its vectors use 128
            case DATA -> new BufferSpec(false, false, dataBits(type, bits));
            case VARIADIC_DATA_BUFFERS -> FREE;
        };
    }

    /** Where sizes or type ids stand beside the offsets, there are as many offsets as values. */
    private static boolean endsAreOffsets(ArrowType type) {
        return switch (type.getTypeID()) {
            case Union, ListView, LargeListView -> false;
            default -> true;
        };
    }

    private static long dataBits(ArrowType type, int bits) {
        return switch (type.getTypeID()) {
            case Utf8, Binary, LargeUtf8, LargeBinary -> 0;
            case FixedSizeBinary -> 8L * ((ArrowType.FixedSizeBinary) type).getByteWidth(); // bits overflow a short
            default -> bits;
        };
    }
}
