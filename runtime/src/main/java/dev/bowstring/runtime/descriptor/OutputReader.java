package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the outputs of a node: ids alone, or maps with the id and how much memory. */
final class OutputReader {
    static final int MOST_OUTPUTS = 64;

    private static final long SMALLEST_ARENA = 64L << 10;
    private static final long LARGEST_ARENA = 1L << 30;
    private static final long LARGEST_ARENA_MAX = 8L << 30;

    private final Problems problems;
    private final ValueReader values;

    OutputReader(Problems problems) {
        this.problems = problems;
        this.values = new ValueReader(problems);
    }

    /** All outputs that have an id, be the rest sound or not, so that no source is blamed for it. */
    List<OutputSpec> read(Fields node) {
        Map<String, SourcePosition> seen = new LinkedHashMap<>();
        List<OutputSpec> outputs = new ArrayList<>();
        node.list("outputs").ifPresent(list -> {
            if (list.items().size() > MOST_OUTPUTS) {
                problems.add(list.at(), "a node has at most " + MOST_OUTPUTS + " outputs");
            }
            for (YamlValue item : list.items()) {
                output(item).ifPresent(output -> {
                    refuseTwice(output, item.at(), seen);
                    outputs.add(output);
                });
            }
        });
        return outputs;
    }

    private void refuseTwice(OutputSpec output, SourcePosition at, Map<String, SourcePosition> seen) {
        SourcePosition first = seen.putIfAbsent(output.id(), at);
        if (first != null) {
            problems.add(at, "output " + quote(output.id()) + " appears twice", "it is at " + first + " already");
        }
    }

    private Optional<OutputSpec> output(YamlValue item) {
        if (item instanceof YamlMap) {
            return Fields.of(item, "an output", Keys.OUTPUT, problems).flatMap(this::longForm);
        }
        if (!(item instanceof YamlText text) || text.isNothing()) {
            return values.wrongKind(item, "an output", "an id or a map");
        }
        values.isId(text.text(), text.at(), "the id of an output");
        return Optional.of(
                new OutputSpec(text.text(), OutputSpec.DEFAULT_ARENA_BYTES, OutputSpec.DEFAULT_ARENA_MAX_BYTES));
    }

    private Optional<OutputSpec> longForm(Fields fields) {
        if (!fields.has("id")) {
            problems.add(fields.at(), "this output has no `id`", "add one");
        }
        OptionalLong arena = size(fields, "arena", LARGEST_ARENA);
        OptionalLong arenaMax = size(fields, "arena_max", LARGEST_ARENA_MAX);
        if (arena.isPresent() && arenaMax.isPresent() && arenaMax.getAsLong() < arena.getAsLong()) {
            problems.add(fields.at("arena_max"), "`arena_max` is less than `arena`", "make it at least as large");
        }
        Optional<String> id = fields.text("id");
        id.ifPresent(text -> values.isId(text, fields.at("id"), "the id of an output"));
        DurableSpec durable = new DurableReader(problems).read(fields);
        return id.map(text -> withSizes(text, arena, arenaMax, durable));
    }

    /** What is not written adapts to what is. */
    private static OutputSpec withSizes(String id, OptionalLong arena, OptionalLong arenaMax, DurableSpec durable) {
        long most = arenaMax.orElse(Math.max(OutputSpec.DEFAULT_ARENA_MAX_BYTES, arena.orElse(0)));
        return new OutputSpec(id, arena.orElse(Math.min(OutputSpec.DEFAULT_ARENA_BYTES, most)), most, durable);
    }

    private OptionalLong size(Fields fields, String key, long most) {
        Optional<String> text = fields.text(key);
        OptionalLong bytes = text.isPresent() ? ByteSize.parse(text.get()) : OptionalLong.empty();
        if (bytes.isPresent() && bytes.getAsLong() >= SMALLEST_ARENA && bytes.getAsLong() <= most) {
            return bytes;
        }
        text.ifPresent(written -> problems.add(
                fields.at(key),
                "`" + key + "` is " + quote(written),
                "write a size from 64 KiB to " + ByteSize.format(most) + ", such as `8 MiB`"));
        return OptionalLong.empty();
    }
}
