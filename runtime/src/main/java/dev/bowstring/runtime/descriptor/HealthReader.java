package dev.bowstring.runtime.descriptor;

import java.time.Duration;
import java.util.List;

/** Reads how it is noticed that a node has got stuck. */
final class HealthReader {
    static final List<String> KEYS = List.of("health_check_timeout");

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Problems problems;

    HealthReader(Problems problems) {
        this.problems = problems;
    }

    /** @param connects whether the node has inputs or outputs, and so the means to be looked at */
    HealthSpec read(Fields node, boolean connects) {
        long timeoutNs = node.span("health_check_timeout", SHORTEST, LONGEST)
                .map(Duration::toNanos)
                .orElse(HealthSpec.NEVER);
        if (node.has("health_check_timeout") && !connects) {
            problems.add(
                    node.at("health_check_timeout"),
                    "`health_check_timeout` has no effect on a node without inputs and outputs: it connects to nobody",
                    "remove it");
        }
        return new HealthSpec(timeoutNs);
    }
}
