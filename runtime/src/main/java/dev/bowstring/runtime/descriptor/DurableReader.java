package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads whether and how an output is kept: {@code true}, or a map with how. */
final class DurableReader {
    private static final Map<String, Boolean> YES_OR_NO = Map.of("true", true, "false", false);
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = DurableSpec.FOREVER;
    private static final long SMALLEST = 1L << 20;
    private static final long LARGEST = 1L << 50;

    private final Problems problems;
    private final ValueReader values;

    DurableReader(Problems problems) {
        this.problems = problems;
        this.values = new ValueReader(problems);
    }

    DurableSpec read(Fields output) {
        Optional<YamlValue> value = output.value("durable");
        if (value.isEmpty()) {
            return DurableSpec.NOT;
        }
        if (value.get() instanceof YamlMap) {
            return Fields.of(value.get(), "`durable`", Keys.DURABLE, problems)
                    .map(this::how)
                    .orElse(DurableSpec.DEFAULT);
        }
        boolean kept = values.choice(value.get(), "`durable`", YES_OR_NO).orElse(false);
        return kept ? DurableSpec.DEFAULT : DurableSpec.NOT;
    }

    private DurableSpec how(Fields fields) {
        DurableSpec usual = DurableSpec.DEFAULT;
        return new DurableSpec(
                true,
                time(fields, "roll_after", usual.rollAfter()),
                size(fields, "roll_size", usual.rollBytes()),
                time(fields, "keep_for", usual.keepFor()),
                size(fields, "keep_size", usual.keepBytes()),
                size(fields, "min_free", usual.minFreeBytes()));
    }

    private Duration time(Fields fields, String key, Duration otherwise) {
        Optional<String> text = fields.text(key);
        Optional<Duration> time = text.flatMap(TimeSpan::parse)
                .filter(span -> span.compareTo(SHORTEST) >= 0 && span.compareTo(LONGEST) <= 0);
        if (text.isPresent() && time.isEmpty()) {
            problems.add(
                    fields.at(key),
                    "`" + key + "` is " + quote(text.get()),
                    "write a time from `1min` on, such as `24h`");
        }
        return time.orElse(otherwise);
    }

    private long size(Fields fields, String key, long otherwise) {
        Optional<String> text = fields.text(key);
        OptionalLong bytes = text.isPresent() ? ByteSize.parse(text.get()) : OptionalLong.empty();
        boolean fits = bytes.isPresent() && bytes.getAsLong() >= SMALLEST && bytes.getAsLong() <= LARGEST;
        if (text.isPresent() && !fits) {
            problems.add(
                    fields.at(key),
                    "`" + key + "` is " + quote(text.get()),
                    "write a size from 1 MiB on, such as `1 GiB`");
        }
        return fits ? bytes.getAsLong() : otherwise;
    }
}
