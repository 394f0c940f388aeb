package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import java.util.List;
import java.util.Set;

/**
 * The keys of one kind of map. No key is ever parsed and then ignored.
 *
 * @param owner what has these keys, with its article
 */
record Keys(String owner, List<String> known) {
    static final Keys ROOT = new Keys(
            "a dataflow",
            List.of(
                    "nodes",
                    "name",
                    "env",
                    "start_timeout",
                    "grace",
                    "exit_when_nodes_finish",
                    "on_failure",
                    "health_check_timeout",
                    "min_log_level",
                    "max_log_size",
                    "max_rotated_files"));

    static final Keys NODE = new Keys(
            "a node",
            List.of(
                    "id",
                    "name",
                    "description",
                    "path",
                    "classpath",
                    "args",
                    "env",
                    "inputs",
                    "outputs",
                    "jvm_options",
                    "cpu_affinity",
                    "debug",
                    "start",
                    "restart_policy",
                    "max_restarts",
                    "restart_delay",
                    "max_restart_delay",
                    "restart_window",
                    "on_failure",
                    "health_check_timeout",
                    "min_log_level",
                    "max_log_size",
                    "max_rotated_files",
                    "send_stdout_as",
                    "send_logs_as"));

    static final Keys INPUT = new Keys(
            "an input",
            List.of(
                    "source",
                    "queue_size",
                    "queue_policy",
                    "max_held",
                    "on_restart",
                    "input_timeout",
                    "stall_timeout",
                    "on_stall",
                    "transport",
                    "start_at"));

    static final Keys OUTPUT = new Keys("an output", List.of("id", "arena", "arena_max", "durable"));

    static final Keys DURABLE =
            new Keys("`durable`", List.of("roll_after", "roll_size", "keep_for", "keep_size", "min_free"));

    private static final List<Keys> ALL = List.of(ROOT, NODE, INPUT, OUTPUT);

    /** Words of the language that this version has not built yet, wherever they are written. */
    private static final Set<String> LATER = Set.of("build", "record");

    /** Whether the key may be used; if not, the problem has been told. */
    boolean accepts(YamlText key, Problems problems) {
        if (known.contains(key.text())) {
            return true;
        }
        if (key.text().equals("health_check_interval")) {
            problems.add(
                    key.at(),
                    "there is no `health_check_interval`: each node is looked at in time for its own deadline",
                    "remove it, and give nodes a `health_check_timeout`");
            return false;
        }
        if (LATER.contains(key.text())) {
            problems.addNotSupportedYet(key.at(), quote(key.text()), "remove it");
        } else if (!problems.isFull()) {
            problems.add(key.at(), "unknown key " + quote(key.text()) + " of " + owner, suggestion(key.text()));
        }
        return false;
    }

    private String suggestion(String key) {
        return ALL.stream()
                .filter(keys -> keys.known.contains(key))
                .findFirst()
                .map(keys -> "it belongs to " + keys.owner)
                .orElseGet(() -> Nearest.suggest(key, "its keys are", known));
    }
}
