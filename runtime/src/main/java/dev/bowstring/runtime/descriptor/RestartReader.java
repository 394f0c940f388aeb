package dev.bowstring.runtime.descriptor;

import dev.bowstring.runtime.lifecycle.RestartPolicy;
import dev.bowstring.runtime.lifecycle.RestartRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reads when a node is started again, and what becomes of the dataflow when it is not. */
final class RestartReader {
    static final List<String> KEYS = List.of(
            "restart_policy", "max_restarts", "restart_delay", "max_restart_delay", "restart_window", "on_failure");

    private static final List<String> KEYS_OF_RESTARTS =
            List.of("max_restarts", "restart_delay", "max_restart_delay", "restart_window");
    private static final Map<String, RestartPolicy> POLICIES = RestartPolicy.byWord();
    private static final Map<String, OnFailure> ON_FAILURE = OnFailure.byWord();
    private static final int MOST_RESTARTS = 1_000;
    private static final Duration LONGEST_DELAY = Duration.ofHours(1);
    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);
    private static final Duration LONGEST_WINDOW = Duration.ofDays(30);

    private final Problems problems;
    private final OnFailure otherwise;

    /** @param otherwise what the dataflow says for all nodes */
    RestartReader(Problems problems, OnFailure otherwise) {
        this.problems = problems;
        this.otherwise = otherwise;
    }

    /** The word of a node, or of the dataflow for all of them. */
    static OnFailure onFailure(Fields fields, OnFailure otherwise) {
        return fields.choice("on_failure", ON_FAILURE).orElse(otherwise);
    }

    RestartSpec read(Fields node) {
        RestartRules defaults = RestartRules.DEFAULT;
        RestartPolicy policy = node.choice("restart_policy", POLICIES).orElse(defaults.policy());
        int most = node.number("max_restarts", 0, MOST_RESTARTS, defaults.maxRestarts());
        long delayNs = node.span("restart_delay", Duration.ZERO, LONGEST_DELAY)
                .map(Duration::toNanos)
                .orElse(defaults.delayNs());
        long maxDelayNs = node.span("max_restart_delay", Duration.ZERO, LONGEST_DELAY)
                .map(Duration::toNanos)
                .orElse(Math.max(defaults.maxDelayNs(), delayNs));
        long windowNs = node.span("restart_window", SHORTEST_WINDOW, LONGEST_WINDOW)
                .map(Duration::toNanos)
                .orElse(RestartRules.WHOLE_RUN);
        OnFailure onFailure = onFailure(node, otherwise);
        check(node, policy, most);
        if (delayNs > maxDelayNs) {
            problems.add(
                    node.at("max_restart_delay"),
                    "`max_restart_delay` is shorter than `restart_delay`",
                    "make it longer, or remove it");
        }
        return new RestartSpec(new RestartRules(policy, most, delayNs, maxDelayNs, windowNs), onFailure);
    }

    private void check(Fields node, RestartPolicy policy, int most) {
        for (String key : KEYS_OF_RESTARTS) {
            if (node.has(key) && policy == RestartPolicy.NEVER) {
                problems.add(
                        node.at(key),
                        "`" + key + "` has no effect on a node that is never started again",
                        "add `restart_policy: on-failure`, or remove it");
            }
        }
        if (node.has("restart_window") && most == 0 && policy != RestartPolicy.NEVER) {
            problems.add(
                    node.at("restart_window"),
                    "`restart_window` has no effect without a limit: it says for how long a restart counts",
                    "add `max_restarts`, or remove it");
        }
    }
}
