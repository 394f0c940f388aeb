package dev.bowstring.runtime.cli;

import dev.bowstring.runtime.descriptor.DurableSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How the journals of a recording are kept, in the words of {@code durable} in dataflow files. */
final class KeepOptions {
    @Option(
            names = "--roll-after",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Begin a new file after this time; default: 1h.")
    private @Nullable Duration rollAfter;

    @Option(
            names = "--roll-size",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Begin a new file when one is as large as this; default: 1 GiB.")
    private @Nullable Long rollBytes;

    @Option(
            names = "--keep-for",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Delete files that are older when a new one begins; default: keep all.")
    private @Nullable Duration keepFor;

    @Option(
            names = "--keep-size",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Delete the oldest files of an output when all are larger together; default: keep all.")
    private @Nullable Long keepBytes;

    @Option(
            names = "--min-free",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "End recording before less is left on the disk; default: 64 MiB.")
    private @Nullable Long minFreeBytes;

    /** Whether any was given. */
    boolean given() {
        return rollAfter != null || rollBytes != null || keepFor != null || keepBytes != null || minFreeBytes != null;
    }

    /** With what was not given as it usually is. */
    DurableSpec spec() {
        DurableSpec usual = DurableSpec.DEFAULT;
        return new DurableSpec(
                true,
                rollAfter != null ? rollAfter : usual.rollAfter(),
                rollBytes != null ? rollBytes : usual.rollBytes(),
                keepFor != null ? keepFor : usual.keepFor(),
                keepBytes != null ? keepBytes : usual.keepBytes(),
                minFreeBytes != null ? minFreeBytes : usual.minFreeBytes());
    }

    /** Times as in dataflow files. */
    static final class TimeConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return DurableSpec.time(text)
                    .orElseThrow(
                            () -> new TypeConversionException("`" + text + "` is no time from 1min on, such as `24h`"));
        }
    }

    /** Sizes as in dataflow files. */
    static final class SizeConverter implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return DurableSpec.size(text)
                    .orElseThrow(() ->
                            new TypeConversionException("`" + text + "` is no size from 1 MiB on, such as `1 GiB`"));
        }
    }
}
