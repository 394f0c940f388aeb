package dev.bowstring.transport.message;

import dev.bowstring.transport.layout.MessageBlockLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * Metadata of a message as bytes and back. Values are {@code Boolean}, {@code Long}, {@code Double}, {@code String},
 * {@code Instant} and lists of one of these; the order of the keys is kept.
 */
public final class MetadataCodec {
    private static final byte[] NONE = new byte[0];

    private MetadataCodec() {}

    /**
     * The bytes of a map; an empty map has none.
     *
     * @throws IllegalArgumentException naming the key, for a value of another type, a list of mixed types, or when all
     *     together exceed 64 KiB
     */
    public static byte[] encode(Map<String, Object> metadata) {
        if (metadata.isEmpty()) {
            return NONE;
        }
        MetadataEncoder encoder = new MetadataEncoder();
        metadata.forEach(encoder::record);
        return encoder.bytes();
    }

    /**
     * The map in a section of a message block, which is copied before it is looked at (L9).
     *
     * @throws CorruptMessageException if the bytes are not what {@link #encode} makes
     */
    public static Map<String, Object> decode(DirectBuffer buffer, int offset, int length) {
        if (length < 0 || length > MessageBlockLayout.MAX_METADATA_BYTES) {
            throw new CorruptMessageException("METADATA_BYTES", length, "0.." + MessageBlockLayout.MAX_METADATA_BYTES);
        }
        byte[] copy = new byte[length];
        buffer.getBytes(offset, copy);
        return decode(copy);
    }

    /** The map of bytes that {@link #encode} made. */
    public static Map<String, Object> decode(byte[] encoded) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        MetadataDecoder decoder = new MetadataDecoder(encoded);
        while (decoder.hasNext()) {
            decoder.record(metadata);
        }
        return metadata;
    }
}
