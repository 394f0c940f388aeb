package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import dev.bowstring.transport.control.StartAt;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads how the messages of an input come: through the ring, or from the journal of the output. */
final class TransportReader {
    private static final Map<String, Boolean> TRANSPORTS = Map.of("ring", false, "journal", true);
    private static final List<String> KEYS_OF_RINGS =
            List.of("queue_size", "queue_policy", "stall_timeout", "on_stall");

    private final Problems problems;

    TransportReader(Problems problems) {
        this.problems = problems;
    }

    /** Empty for an input through the ring. */
    Optional<JournalSpec> read(Fields input, Source source) {
        boolean journal = input.choice("transport", TRANSPORTS).orElse(false);
        if (!journal) {
            if (input.has("start_at")) {
                problems.add(
                        input.at("start_at"),
                        "`start_at` has no effect on an input that does not read a journal",
                        "add `transport: journal` to it, or remove it");
            }
            return Optional.empty();
        }
        if (!(source instanceof OutputSource)) {
            problems.add(
                    input.at("transport"), "only outputs of nodes have journals", "remove `transport` from this input");
        }
        for (String key : KEYS_OF_RINGS) {
            if (input.has(key)) {
                problems.add(
                        input.at(key),
                        "`" + key
                                + "` means nothing for a journal: it keeps every message, and nobody waits for who reads it",
                        "remove it");
            }
        }
        return Optional.of(new JournalSpec(startAt(input), Optional.empty()));
    }

    private StartAt startAt(Fields input) {
        Optional<String> text = input.text("start_at");
        Optional<StartAt> startAt = text.flatMap(TransportReader::parse);
        if (text.isPresent() && startAt.isEmpty()) {
            problems.add(
                    input.at("start_at"),
                    "`start_at` is " + quote(text.get()),
                    "write `earliest`, `latest`, the number of a record, or a time such as `2026-01-02T03:04:05Z`");
        }
        return startAt.orElse(StartAt.EARLIEST);
    }

    private static Optional<StartAt> parse(String text) {
        if (text.equals("earliest")) {
            return Optional.of(StartAt.EARLIEST);
        }
        if (text.equals("latest")) {
            return Optional.of(new StartAt(StartAt.Kind.LATEST, 0));
        }
        if (text.matches("[0-9]{1,18}")) {
            return Optional.of(new StartAt(StartAt.Kind.NUMBER, Long.parseLong(text)));
        }
        try {
            long ns = ChronoUnit.NANOS.between(Instant.EPOCH, Instant.parse(text));
            return Optional.of(new StartAt(StartAt.Kind.TIME, ns));
        } catch (DateTimeException | ArithmeticException noTime) {
            return Optional.empty(); // the caller says what may be written
        }
    }
}
