package dev.bowstring.runtime.descriptor;

import java.time.Duration;
import java.util.List;

/** Reads how it is noticed that a node has got stuck. */
final class HealthReader {
    static final List<String> KEYS = List.of("health_check_timeout");

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Problems problems;
    private final HealthSpec otherwise;

    /** @param otherwise what the dataflow says for all nodes */
    HealthReader(Problems problems, HealthSpec otherwise) {
        this.problems = problems;
        this.otherwise = otherwise;
    }

    /** The words of a node, or of the dataflow for all of them. */
    static HealthSpec health(Fields fields, HealthSpec otherwise) {
        return fields.span("health_check_timeout", SHORTEST, LONGEST)
                .map(timeout -> new HealthSpec(timeout.toNanos()))
                .orElse(otherwise);
    }

    /**
     * What is written; else what the dataflow says, where that can be noticed.
     *
     * @param connects whether the node has inputs or outputs, and so the means to be looked at
     * @param attaches whether it is dynamic: nobody may kill it
     */
    HealthSpec read(Fields node, boolean connects, boolean attaches) {
        if (node.has("health_check_timeout") && !connects) {
            problems.add(
                    node.at("health_check_timeout"),
                    "`health_check_timeout` has no effect on a node without inputs and outputs: it connects to nobody",
                    "remove it");
        }
        return health(node, connects && !attaches ? otherwise : HealthSpec.DEFAULT);
    }
}
