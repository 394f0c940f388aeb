package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import dev.bowstring.runtime.logs.LogLevel;
import dev.bowstring.runtime.logs.LogLimits;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what becomes of what nodes print: for the whole dataflow, and for one node over that. */
final class LogReader {
    static final List<String> LIMITS = List.of("min_log_level", "max_log_size", "max_rotated_files");
    static final List<String> OUTPUTS = List.of("send_stdout_as", "send_logs_as");

    private static final List<String> KEYS_OF_OTHERS = List.of("arena_max", "durable");
    private static final long SMALLEST = 64L << 10;
    private static final long LARGEST = 16L << 30;
    private static final int MOST_FILES = 100;
    private static final long ARENA_BYTES = 1L << 20;

    private final Problems problems;
    private final ValueReader values;

    LogReader(Problems problems) {
        this.problems = problems;
        this.values = new ValueReader(problems);
    }

    /** What is written, and for the rest what was given before. */
    LogLimits limits(Fields fields, LogLimits otherwise) {
        return new LogLimits(
                fields.choice("min_log_level", LogLevel.byWord()).orElse(otherwise.least()),
                maxSize(fields).orElse(otherwise.maxBytes()),
                fields.number("max_rotated_files", 0, MOST_FILES, otherwise.rotatedFiles()));
    }

    /** @param outputs what the node declares, the outputs of its lines perhaps among them */
    LogSpec read(Fields node, LogLimits shared, List<OutputSpec> outputs) {
        Optional<OutputSpec> stdout = output(node, "send_stdout_as", outputs);
        Optional<OutputSpec> logs = output(node, "send_logs_as", outputs);
        if (logs.isPresent() && stdout.map(OutputSpec::id).equals(logs.map(OutputSpec::id))) {
            problems.add(
                    node.at("send_logs_as"),
                    "output " + quote(logs.get().id()) + " cannot carry both stdout and logs",
                    "name another output");
        }
        return new LogSpec(limits(node, shared), stdout, logs);
    }

    private OptionalLong maxSize(Fields fields) {
        Optional<String> text = fields.text("max_log_size");
        OptionalLong bytes = text.isPresent() ? ByteSize.parse(text.get()) : OptionalLong.empty();
        if (bytes.isPresent() && bytes.getAsLong() >= SMALLEST && bytes.getAsLong() <= LARGEST) {
            return bytes;
        }
        text.ifPresent(written -> problems.add(
                fields.at("max_log_size"),
                "`max_log_size` is " + quote(written),
                "write a size from 64 KiB to " + ByteSize.format(LARGEST) + ", such as `32 MiB`"));
        return OptionalLong.empty();
    }

    /** Declared among the outputs or not; its arena does not grow, since nobody waits for what is lossy. */
    private Optional<OutputSpec> output(Fields node, String key, List<OutputSpec> outputs) {
        return node.text(key)
                .filter(id -> values.isId(id, node.at(key), "`" + key + "`"))
                .map(id -> {
                    refuseKeysOfOthers(node, key, id);
                    return outputs.stream()
                            .filter(output -> output.id().equals(id))
                            .findFirst()
                            .map(output -> new OutputSpec(id, output.arenaBytes(), output.arenaBytes()))
                            .orElseGet(() -> new OutputSpec(id, ARENA_BYTES, ARENA_BYTES));
                });
    }

    private void refuseKeysOfOthers(Fields node, String key, String id) {
        for (YamlMap output : declared(node, id)) {
            for (YamlEntry entry : output.entries()) {
                if (KEYS_OF_OTHERS.contains(entry.name())) {
                    problems.add(
                            entry.at(),
                            quote(entry.name()) + " means nothing for output " + quote(id) + ", which carries what the"
                                    + " node prints (`" + key
                                    + "`): it has an arena that does not grow, and no journal",
                            "remove it");
                }
            }
        }
    }

    /** The long form of an output, if it is declared in that. */
    private static List<YamlMap> declared(Fields node, String id) {
        return node.value("outputs").filter(YamlList.class::isInstance).map(YamlList.class::cast).stream()
                .flatMap(list -> list.items().stream())
                .filter(YamlMap.class::isInstance)
                .map(YamlMap.class::cast)
                .filter(output -> output.entries().stream()
                        .anyMatch(entry -> entry.name().equals("id")
                                && entry.value() instanceof YamlText text
                                && text.text().equals(id)))
                .toList();
    }
}
