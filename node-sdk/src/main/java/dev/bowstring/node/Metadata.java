package dev.bowstring.node;

import dev.bowstring.transport.message.MetadataCodec;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a sender attaches to a message: a small map from names to booleans, longs, doubles, strings, instants, or lists
 * of one of these. Immutable; at most 64 KiB when encoded.
 */
public final class Metadata {
    /** Nothing attached. */
    public static final Metadata EMPTY = new Metadata(Map.of(), new byte[0]);

    private final Map<String, Object> values;
    private final byte[] encoded;

    private Metadata(Map<String, Object> values, byte[] encoded) {
        this.values = values;
        this.encoded = encoded;
    }

    public static Builder builder() {
        return new Builder();
    }

    public static Metadata of(String key, String value) {
        return builder().put(key, value).build();
    }

    public static Metadata of(String key, long value) {
        return builder().put(key, value).build();
    }

    /**
     * Takes over a map whose values are Boolean, Long, Double, String, Instant, or lists of one of these.
     *
     * @throws NodeException if a value is anything else or null, or all of it is too large
     */
    public static Metadata of(Map<String, ?> values) {
        Builder builder = builder();
        values.forEach(builder::putAny);
        return builder.build();
    }

    /** A copy of the encoded form, as it travels; empty when nothing is attached. */
    public byte[] toBytes() {
        return encoded.clone();
    }

    /** How many bytes {@link #toBytes} has. */
    public int size() {
        return encoded.length;
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** All of it, in the order it was put; values are Boolean, Long, Double, String, Instant or lists of these. */
    public Map<String, Object> asMap() {
        return values;
    }

    /** The value if it is there and a string. */
    public Optional<String> string(String key) {
        return values.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** The value if it is there and an instant. */
    public Optional<Instant> instant(String key) {
        return values.get(key) instanceof Instant instant ? Optional.of(instant) : Optional.empty();
    }

    /** The value if it is there and a boolean. */
    public Optional<Boolean> bool(String key) {
        return values.get(key) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
    }

    /** The value if it is there and a long. */
    public OptionalLong integer(String key) {
        return values.get(key) instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
    }

    /** The value if it is there and a number. */
    public OptionalDouble number(String key) {
        return values.get(key) instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    /** The list of that name; empty when there is none. All its elements are of one type. */
    public List<?> list(String key) {
        return values.get(key) instanceof List<?> list ? list : List.of();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Metadata metadata && metadata.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }

    /** Collects names and values; a name that is put again replaces its value. */
    public static final class Builder {
        private final Map<String, Object> values = new LinkedHashMap<>();

        private Builder() {}

        public Builder put(String key, boolean value) {
            return putAny(key, value);
        }

        public Builder put(String key, long value) {
            return putAny(key, value);
        }

        public Builder put(String key, double value) {
            return putAny(key, value);
        }

        public Builder put(String key, String value) {
            return putAny(key, value);
        }

        public Builder put(String key, Instant value) {
            return putAny(key, value);
        }

        /** Puts a list of Boolean, Long, Double, String or Instant, all of one type. */
        public Builder put(String key, List<?> list) {
            return putAny(key, list);
        }

        private Builder putAny(String key, Object value) {
            boolean absent = key == null
                    || value == null
                    || (value instanceof List<?> list && list.stream().anyMatch(Objects::isNull));
            if (absent) {
                throw new NodeException(
                        "metadata: '" + key + "' is null, or has a null in its list", "leave out what there is not");
            }
            values.put(key, value instanceof List<?> list ? List.copyOf(list) : value);
            return this;
        }

        /**
         * The metadata.
         *
         * @throws NodeException naming the key, if a value is of another type, or all of it is too large
         */
        public Metadata build() {
            if (values.isEmpty()) {
                return EMPTY;
            }
            try {
                return new Metadata(
                        Collections.unmodifiableMap(new LinkedHashMap<>(values)), MetadataCodec.encode(values));
            } catch (IllegalArgumentException refused) {
                throw new NodeException(String.valueOf(refused.getMessage()), refused);
            }
        }
    }
}
