package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads whether and how an output is kept: {@code true}, or a map with how. */
final class DurableReader {
    private static final Map<String, Boolean> YES_OR_NO = Map.of("true", true, "false", false);

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
        Optional<Duration> time = text.flatMap(DurableSpec::time);
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
        OptionalLong bytes = text.isPresent() ? DurableSpec.size(text.get()) : OptionalLong.empty();
        if (text.isPresent() && bytes.isEmpty()) {
            problems.add(
                    fields.at(key),
                    "`" + key + "` is " + quote(text.get()),
                    "write a size from 1 MiB on, such as `1 GiB`");
        }
        return bytes.orElse(otherwise);
    }
}
