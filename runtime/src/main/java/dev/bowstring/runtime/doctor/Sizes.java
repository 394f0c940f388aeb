package dev.bowstring.runtime.doctor;

import java.util.Locale;

/** Bytes as a person reads them. */
final class Sizes {
    private static final long GIB = 1L << 30;
    private static final long MIB = 1L << 20;

    private Sizes() {}

    static String text(long bytes) {
        return bytes >= GIB
                ? String.format(Locale.ROOT, "%.1f GiB", bytes / (double) GIB)
                : String.format(Locale.ROOT, "%d MiB", bytes / MIB);
    }
}
