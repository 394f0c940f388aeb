package dev.bowstring.runtime.descriptor;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reads for how long an input may be silent, and for how long it may hold up its publisher. */
final class DeadlineReader {
    static final List<String> KEYS = List.of("input_timeout", "stall_timeout", "on_stall");

    private static final Duration SHORTEST_SILENCE = Duration.ofMillis(1);
    private static final Duration SHORTEST_STALL = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Map<String, OnStall> ON_STALL = OnStall.byWord();

    private final Problems problems;
    private final boolean attaches;

    /** @param attaches whether a process of the user's own reads */
    DeadlineReader(Problems problems, boolean attaches) {
        this.problems = problems;
        this.attaches = attaches;
    }

    InputDeadlines read(Fields input, QueuePolicy policy) {
        long timeoutNs = span(input, "input_timeout", SHORTEST_SILENCE);
        long stallNs = span(input, "stall_timeout", SHORTEST_STALL);
        OnStall onStall = input.choice("on_stall", ON_STALL).orElse(OnStall.DROP);
        if (input.has("stall_timeout") && policy != QueuePolicy.BACKPRESSURE) {
            problems.add(
                    input.at("stall_timeout"),
                    "`stall_timeout` has no effect on an input that no publisher waits for",
                    "add `queue_policy: backpressure`, or remove it");
        }
        if (input.has("on_stall") && !input.has("stall_timeout")) {
            problems.add(
                    input.at("on_stall"),
                    "`on_stall` has no effect without a time",
                    "add a `stall_timeout`, or remove it");
        }
        if (onStall == OnStall.KILL && attaches) {
            problems.add(
                    input.at("on_stall"),
                    "a dynamic node cannot be killed: its process is the user's",
                    "write `on_stall: drop`");
        }
        return new InputDeadlines(timeoutNs, stallNs, onStall);
    }

    private static long span(Fields input, String key, Duration shortest) {
        return input.span(key, shortest, LONGEST).map(Duration::toNanos).orElse(InputDeadlines.NEVER);
    }
}
