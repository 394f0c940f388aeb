package dev.bowstring.runtime.descriptor;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes as people write it: {@code 4096}, {@code 64 MB}, {@code 8MiB}. */
final class ByteSize {
    private static final Pattern NOTATION = Pattern.compile("([0-9]{1,18}) ?([A-Za-z]{0,3})");
    private static final Map<String, Long> UNITS = Map.of(
            "", 1L,
            "b", 1L,
            "kb", 1_000L,
            "mb", 1_000_000L,
            "gb", 1_000_000_000L,
            "kib", 1L << 10,
            "mib", 1L << 20,
            "gib", 1L << 30);

    private ByteSize() {}

    /** Nothing when it is no size; a size beyond all limits is {@link Long#MAX_VALUE}. */
    static OptionalLong parse(String text) {
        Matcher notation = NOTATION.matcher(text);
        if (!notation.matches()) {
            return OptionalLong.empty();
        }
        Long unit = UNITS.get(notation.group(2).toLowerCase(Locale.ROOT));
        return unit == null
                ? OptionalLong.empty()
                : OptionalLong.of(new BigInteger(notation.group(1))
                        .multiply(BigInteger.valueOf(unit))
                        .min(BigInteger.valueOf(Long.MAX_VALUE))
                        .longValueExact());
    }

    /** In the largest unit that leaves no remainder. */
    static String format(long bytes) {
        String[] units = {"bytes", "KiB", "MiB", "GiB"};
        long rest = bytes;
        int unit = 0;
        while (unit < units.length - 1 && rest > 0 && rest % 1024 == 0) {
            rest /= 1024;
            unit++;
        }
        return rest + " " + units[unit];
    }
}
