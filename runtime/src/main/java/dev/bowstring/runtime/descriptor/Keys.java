package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import java.util.List;

/**
 * The keys of one kind of map. No key is ever parsed and then ignored.
 *
 * @param owner what has these keys, with its article
 * @param later keys of the language that this version has not built yet
 */
record Keys(String owner, List<String> known, List<String> later) {
    static final Keys ROOT = new Keys(
            "a dataflow",
            List.of("nodes", "name", "env", "start_timeout"),
            List.of(
                    "exit_when_nodes_finish",
                    "health_check_interval",
                    "stop_grace",
                    "on_failure",
                    "debug",
                    "record",
                    "transport",
                    "communication",
                    "deploy"));

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
                    "start",
                    "restart_policy"),
            List.of(
                    "build",
                    "max_restarts",
                    "restart_delay",
                    "max_restart_delay",
                    "restart_window",
                    "health_check_timeout",
                    "health_check_interval",
                    "cpu_affinity",
                    "send_stdout_as",
                    "send_logs_as",
                    "min_log_level",
                    "max_log_size",
                    "max_rotated_files",
                    "idle",
                    "on_failure",
                    "on_restart",
                    "debug",
                    "record",
                    "transport",
                    "operator",
                    "operators",
                    "custom",
                    "git",
                    "deploy"));

    static final Keys INPUT = new Keys(
            "an input",
            List.of("source", "queue_size", "queue_policy", "max_held"),
            List.of("input_timeout", "stall_timeout", "on_failure", "on_restart", "delivery", "transport", "durable"));

    static final Keys OUTPUT = new Keys(
            "an output", List.of("id", "arena", "arena_max"), List.of("durable", "record", "transport", "max_message"));

    private static final List<Keys> ALL = List.of(ROOT, NODE, INPUT, OUTPUT);

    /** Whether the key may be used; if not, the problem has been told. */
    boolean accepts(YamlText key, Problems problems) {
        if (known.contains(key.text())) {
            return true;
        }
        if (later.contains(key.text())) {
            problems.addNotSupportedYet(key.at(), quote(key.text()), "remove it");
        } else {
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
