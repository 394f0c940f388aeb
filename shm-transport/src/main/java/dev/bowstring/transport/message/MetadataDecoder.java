package dev.bowstring.transport.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the records of a private copy of one metadata section. */
final class MetadataDecoder {
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private final ByteBuffer in;

    MetadataDecoder(byte[] copy) {
        in = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
    }

    boolean hasNext() {
        return in.hasRemaining();
    }

    void record(Map<String, Object> into) {
        byte type = need(1, "TYPE").get();
        int keyBytes = Short.toUnsignedInt(need(Short.BYTES, "KEY_BYTES").getShort());
        String key = text(keyBytes, "key");
        into.put(key, type >= MetadataLayout.LIST ? list((byte) (type - MetadataLayout.LIST)) : value(type));
    }

    private List<Object> list(byte type) {
        int count = need(Integer.BYTES, "list count").getInt();
        boolean fits = type == 0 ? count == 0 : count > 0 && count <= in.remaining();
        if (!fits) {
            throw new CorruptMessageException("metadata list count", count, "0.." + in.remaining());
        }
        List<Object> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(value(type));
        }
        return List.copyOf(list);
    }

    private Object value(byte type) {
        return switch (type) {
            case MetadataLayout.BOOLEAN -> need(1, "boolean").get() != 0;
            case MetadataLayout.LONG -> need(Long.BYTES, "long").getLong();
            case MetadataLayout.DOUBLE -> need(Double.BYTES, "double").getDouble();
            case MetadataLayout.STRING ->
                text(need(Integer.BYTES, "string length").getInt(), "string");
            case MetadataLayout.INSTANT -> instant();
            default -> throw new CorruptMessageException("metadata TYPE", type, "1..5, or 64 and more for lists");
        };
    }

    private Instant instant() {
        long seconds = need(Long.BYTES + Integer.BYTES, "instant").getLong();
        int nanos = in.getInt();
        if (seconds < Instant.MIN.getEpochSecond() || seconds > Instant.MAX.getEpochSecond()) {
            throw new CorruptMessageException("metadata instant", seconds, "the seconds of an Instant");
        }
        if (nanos < 0 || nanos >= NANOS_PER_SECOND) {
            throw new CorruptMessageException("metadata nanoseconds", nanos, "0.." + (NANOS_PER_SECOND - 1));
        }
        return Instant.ofEpochSecond(seconds, nanos);
    }

    private String text(int bytes, String what) {
        need(bytes, what);
        String text = new String(in.array(), in.position(), bytes, StandardCharsets.UTF_8);
        in.position(in.position() + bytes);
        return text;
    }

    private ByteBuffer need(int bytes, String what) {
        if (bytes < 0 || bytes > in.remaining()) {
            throw new CorruptMessageException("metadata " + what, bytes, "0.." + in.remaining());
        }
        return in;
    }
}
