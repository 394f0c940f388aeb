package dev.bowstring.transport.message;

import dev.bowstring.transport.layout.MessageBlockLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Writes the records of one metadata section into a buffer that grows up to the limit. */
final class MetadataEncoder {
    private static final int LONGEST_SCALAR = Long.BYTES + Integer.BYTES;

    private ByteBuffer out = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);

    void record(String key, Object value) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        if (name.length > MetadataLayout.MAX_KEY_BYTES) {
            throw new IllegalArgumentException("metadata: a key has " + name.length + " bytes, at most "
                    + MetadataLayout.MAX_KEY_BYTES + " are allowed");
        }
        byte type = value instanceof List<?> list ? listType(key, list) : type(key, value);
        room(key, 1 + Short.BYTES + name.length);
        out.put(type).putShort((short) name.length).put(name);
        if (value instanceof List<?> list) {
            room(key, Integer.BYTES);
            out.putInt(list.size());
            list.forEach(element -> value(key, element));
        } else {
            value(key, value);
        }
    }

    private static byte listType(String key, List<?> list) {
        if (list.isEmpty()) {
            return MetadataLayout.EMPTY_LIST;
        }
        byte first = type(key, list.get(0));
        for (Object element : list) {
            if (type(key, element) != first) {
                throw new IllegalArgumentException("metadata: the list '" + key + "' mixes "
                        + list.get(0).getClass().getSimpleName() + " and "
                        + element.getClass().getSimpleName() + "; use one type");
            }
        }
        return (byte) (MetadataLayout.LIST + first);
    }

    private static byte type(String key, Object value) {
        if (value instanceof Boolean) {
            return MetadataLayout.BOOLEAN;
        }
        if (value instanceof Long) {
            return MetadataLayout.LONG;
        }
        if (value instanceof Double) {
            return MetadataLayout.DOUBLE;
        }
        if (value instanceof String) {
            return MetadataLayout.STRING;
        }
        if (value instanceof Instant) {
            return MetadataLayout.INSTANT;
        }
        throw new IllegalArgumentException("metadata: '" + key + "' is a "
                + value.getClass().getSimpleName()
                + "; use Boolean, Long, Double, String, Instant or a list of one of these");
    }

    private void value(String key, Object value) {
        room(key, LONGEST_SCALAR);
        if (value instanceof Boolean flag) {
            out.put((byte) (flag ? 1 : 0));
        } else if (value instanceof Long number) {
            out.putLong(number);
        } else if (value instanceof Double number) {
            out.putDouble(number);
        } else if (value instanceof Instant instant) {
            out.putLong(instant.getEpochSecond()).putInt(instant.getNano());
        } else {
            byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
            room(key, Integer.BYTES + text.length);
            out.putInt(text.length).put(text);
        }
    }

    private void room(String key, int bytes) {
        if (out.remaining() >= bytes) {
            return;
        }
        int needed = out.position() + bytes;
        if (needed > MessageBlockLayout.MAX_METADATA_BYTES + LONGEST_SCALAR) {
            throw tooLarge(key);
        }
        out = ByteBuffer.wrap(Arrays.copyOf(out.array(), Math.max(needed, 2 * out.capacity())))
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(out.position());
    }

    private static IllegalArgumentException tooLarge(String key) {
        return new IllegalArgumentException("metadata: exceeds " + MessageBlockLayout.MAX_METADATA_BYTES + " bytes at '"
                + key + "'; send large values as data");
    }

    byte[] bytes() {
        if (out.position() > MessageBlockLayout.MAX_METADATA_BYTES) {
            throw tooLarge("the last key");
        }
        return Arrays.copyOf(out.array(), out.position());
    }
}
