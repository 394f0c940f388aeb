package dev.bowstring.runtime.process;

import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.runtime.descriptor.NodeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The CPUs that this process may run on, as the kernel lists them: those of the machine, less what a container or a
 * {@code taskset} around it takes away. A node is bound to some of them, never to others: the kernel would leave those out
 * without a word.
 */
public final class AllowedCpus {
    private static final String LINE = "Cpus_allowed_list:";

    private final Optional<String> list;

    /** Those of this process. */
    public AllowedCpus() {
        this(Path.of("/proc/self/status"));
    }

    AllowedCpus(Path status) {
        this.list = read(status);
    }

    private static Optional<String> read(Path status) {
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith(LINE))
                    .map(line -> line.substring(LINE.length()).strip())
                    .findFirst();
        } catch (IOException unknown) {
            return Optional.empty(); // Then it is the kernel that refuses, in the words of taskset.
        }
    }

    /** Such as {@code 0-3,6}; empty when it is unknown. */
    public Optional<String> list() {
        return list;
    }

    /**
     * Refuses a dataflow that binds nodes to other CPUs.
     *
     * @throws ProcessException with the places and the CPUs there are
     */
    public void check(Dataflow dataflow) {
        if (list.isEmpty()) {
            return;
        }
        BitSet allowed = parse(list.get());
        List<String> problems = dataflow.nodes().stream()
                .flatMap(node -> problem(dataflow, node, allowed).stream())
                .toList();
        if (!problems.isEmpty()) {
            throw new ProcessException(String.join(System.lineSeparator(), problems));
        }
    }

    private Optional<String> problem(Dataflow dataflow, NodeSpec node, BitSet allowed) {
        String missing = node.affinity().cpus().stream()
                .filter(cpu -> !allowed.get(cpu))
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(dataflow.file() + ":" + node.affinity().position() + ": node " + node.id()
                        + ": `cpu_affinity` names CPU " + missing + ", but the runtime may use CPU "
                        + list.orElse("") + " only; name some of these");
    }

    static BitSet parse(String list) {
        BitSet cpus = new BitSet();
        for (String part : list.split(",", -1)) {
            String[] ends = part.strip().split("-", 2);
            if (ends[0].matches("[0-9]{1,6}") && ends[ends.length - 1].matches("[0-9]{1,6}")) {
                cpus.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
            }
        }
        return cpus;
    }
}
