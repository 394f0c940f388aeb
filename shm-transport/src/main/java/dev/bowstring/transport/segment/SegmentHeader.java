package dev.bowstring.transport.segment;

import dev.bowstring.transport.layout.HeaderLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * What a shared file says about itself. See {@link HeaderLayout} for the bytes.
 *
 * @param kind what the file holds
 * @param size the size of the whole file in bytes
 * @param geometry what the kind is measured in: slots, pins, readers or entries
 * @param index which of several files of a kind this is: the number of the arena or of the reader
 * @param runId the run the file belongs to
 */
public record SegmentHeader(SegmentKind kind, long size, long geometry, long index, String runId) {

    /** Checks that the run id fits into the header: at most 32 ASCII characters. */
    public SegmentHeader {
        if (runId.length() > HeaderLayout.RUN_ID_LENGTH) {
            throw new IllegalArgumentException("run id too long: runId=" + runId);
        }
    }

    /** The header as bytes, checksum included. */
    byte[] encode() {
        ByteBuffer bytes = ByteBuffer.allocate(HeaderLayout.LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(HeaderLayout.MAGIC_OFFSET, HeaderLayout.MAGIC);
        bytes.putInt(HeaderLayout.VERSION_OFFSET, HeaderLayout.VERSION);
        bytes.putInt(HeaderLayout.KIND_OFFSET, kind.code());
        bytes.putLong(HeaderLayout.SIZE_OFFSET, size);
        bytes.putLong(HeaderLayout.GEOMETRY_OFFSET, geometry);
        bytes.putLong(HeaderLayout.INDEX_OFFSET, index);
        byte[] id = runId.getBytes(StandardCharsets.US_ASCII);
        bytes.put(HeaderLayout.RUN_ID_OFFSET, id);
        bytes.putLong(HeaderLayout.CHECKSUM_OFFSET, checksum(bytes.array()));
        return bytes.array();
    }

    /** Reads a header from a heap copy of the first bytes of a file; what is wrong is named by the exception. */
    static SegmentHeader decode(byte[] copy, SegmentKind expected, String file) {
        ByteBuffer bytes = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getLong(HeaderLayout.MAGIC_OFFSET) != HeaderLayout.MAGIC) {
            throw new SegmentException(file, "is not a Bowstring file", "delete it");
        }
        int version = bytes.getInt(HeaderLayout.VERSION_OFFSET);
        if (version != HeaderLayout.VERSION) {
            throw new SegmentException(
                    file,
                    "has layout version " + version + ", this process knows " + HeaderLayout.VERSION,
                    "use the same Bowstring version for the runtime and for every node");
        }
        if (bytes.getLong(HeaderLayout.CHECKSUM_OFFSET) != checksum(copy)) {
            throw new SegmentException(file, "has a damaged header", "start the dataflow again");
        }
        if (bytes.getInt(HeaderLayout.KIND_OFFSET) != expected.code()) {
            throw new SegmentException(
                    file,
                    "holds kind " + bytes.getInt(HeaderLayout.KIND_OFFSET) + ", not " + expected,
                    "start the dataflow again");
        }
        return new SegmentHeader(
                expected,
                bytes.getLong(HeaderLayout.SIZE_OFFSET),
                bytes.getLong(HeaderLayout.GEOMETRY_OFFSET),
                bytes.getLong(HeaderLayout.INDEX_OFFSET),
                text(copy));
    }

    private static String text(byte[] copy) {
        int length = 0;
        while (length < HeaderLayout.RUN_ID_LENGTH && copy[HeaderLayout.RUN_ID_OFFSET + length] != 0) {
            length++;
        }
        return new String(copy, HeaderLayout.RUN_ID_OFFSET, length, StandardCharsets.US_ASCII);
    }

    private static long checksum(byte[] header) {
        CRC32C crc = new CRC32C();
        crc.update(header, 0, HeaderLayout.CHECKSUM_OFFSET);
        return crc.getValue();
    }
}
