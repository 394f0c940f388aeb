package dev.bowstring.runtime.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The YAML of dataflows in which processes die. */
final class FaultFlow {
    /** Of every input. */
    static final int QUEUE = 10;

    /** {@code source/out}, losslessly. */
    static final String ALL = "all: " + lossless("source/out");

    /** {@code source/out}, as far as the reader keeps up. */
    static final String SOME = "some: {source: source/out, queue_size: " + QUEUE + "}";

    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-Xmx64m");
    private static final String OUT = "outputs: [{id: out, arena: 256KiB, arena_max: 1MiB}]";

    private final Path directory;
    private final StringBuilder yaml = new StringBuilder("nodes:\n");
    private boolean restarting;

    /** @param directory where the nodes keep what they have seen, and hear the driver */
    FaultFlow(Path directory) {
        this.directory = directory;
    }

    /** Whether nodes added from now on are started again at once when they were killed. */
    FaultFlow restarting(boolean whether) {
        restarting = whether;
        return this;
    }

    /** A node that does what {@link FaultNode} does in a role. */
    private FaultFlow node(String id, String role, List<String> jvmOptions, List<String> lines) {
        List<String> options = new ArrayList<>(QUICK_START);
        options.addAll(jvmOptions);
        yaml.append("""
                  - id: %s
                    path: %s
                    classpath: %s
                    args: %s
                    jvm_options: %s
                """.formatted(
                        id,
                        FaultNode.class.getName(),
                        AgentJar.testClasses(),
                        list(List.of(role, directory.toString())),
                        list(options)));
        if (restarting) {
            yaml.append("    restart_policy: on-failure\n    restart_delay: 0ms\n");
        }
        lines.forEach(line -> yaml.append("    ").append(line).append('\n'));
        return this;
    }

    private static String list(List<String> words) {
        return words.stream().map(word -> '"' + word + '"').toList().toString();
    }

    /** {@code source/out}, which publishes until the driver says that it is enough. */
    FaultFlow source(List<String> jvmOptions) {
        return node("source", "source", jvmOptions, List.of(OUT));
    }

    /** A node between {@code source/out} and its own {@code out}. */
    FaultFlow relay(String id, List<String> jvmOptions) {
        return node(id, "relay", jvmOptions, List.of("inputs: {" + ALL + "}", OUT));
    }

    /** A node that reads. */
    FaultFlow reader(String id, List<String> jvmOptions, String... inputs) {
        return node(id, "reader", jvmOptions, List.of("inputs: {" + String.join(", ", inputs) + "}"));
    }

    /** A node that is killed again and again with all messages that it may hold. */
    FaultFlow holder(String id) {
        yaml.append("""
                  - id: %s
                    path: %s
                    classpath: %s
                    args: ["%s"]
                    inputs: {%s}
                    restart_policy: on-failure
                    restart_delay: 0ms
                """.formatted(id, HoldingNode.class.getName(), AgentJar.testClasses(), directory, ALL));
        return this;
    }

    /** A node that a program becomes by itself. */
    FaultFlow dynamic(String id, String input) {
        yaml.append("  - {id: ")
                .append(id)
                .append(", path: dynamic, inputs: {")
                .append(input)
                .append("}}\n");
        return this;
    }

    static String lossless(String output) {
        return "{source: " + output + ", queue_policy: backpressure, queue_size: " + QUEUE + "}";
    }

    @Override
    public String toString() {
        return yaml.toString();
    }
}
