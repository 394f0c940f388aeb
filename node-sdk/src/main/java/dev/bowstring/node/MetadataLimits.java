package dev.bowstring.node;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What metadata may hold and how much of it. */
final class MetadataLimits {
    /** Type, length of the name and length of the value or of the list. */
    private static final int RECORD_BYTES = 16;

    private MetadataLimits() {}

    static void checkType(String key, Object value) {
        boolean fits = value instanceof List<?> list ? ofOneType(list) : isScalar(value);
        if (!fits) {
            throw new NodeException(
                    "metadata '" + key + "' is a " + value.getClass().getName(),
                    "use boolean, long, double, String or a list of one of these");
        }
    }

    private static boolean ofOneType(List<?> list) {
        return list.stream().allMatch(MetadataLimits::isScalar)
                && list.stream().map(Object::getClass).distinct().count() <= 1;
    }

    private static boolean isScalar(Object value) {
        return value instanceof Boolean || value instanceof Long || value instanceof Double || value instanceof String;
    }

    static void checkSize(Map<String, Object> values) {
        long bytes = 0;
        String largest = "";
        long largestBytes = 0;
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            long size = RECORD_BYTES + size(entry.getKey()) + size(entry.getValue());
            bytes += size;
            if (size > largestBytes) {
                largestBytes = size;
                largest = entry.getKey();
            }
        }
        if (bytes > Metadata.MAX_BYTES) {
            throw new NodeException(
                    "metadata of " + bytes + " bytes is too large: at most " + Metadata.MAX_BYTES + ", and '" + largest
                            + "' alone has " + largestBytes,
                    "send large values as data");
        }
    }

    private static long size(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().mapToLong(MetadataLimits::size).sum();
        }
        // A string in a list carries its own length.
        return value instanceof String text ? Integer.BYTES + text.getBytes(StandardCharsets.UTF_8).length : Long.BYTES;
    }
}
