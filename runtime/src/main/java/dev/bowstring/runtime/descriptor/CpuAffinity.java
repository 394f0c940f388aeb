package dev.bowstring.runtime.descriptor;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The CPUs that a node may run on, all its threads and all it starts.
 *
 * @param cpus their numbers, ascending; none when the node may run on any
 * @param position of the value in the file
 */
public record CpuAffinity(List<Integer> cpus, SourcePosition position) {
    public CpuAffinity {
        cpus = cpus.stream().sorted().toList();
    }

    /** Every CPU will do. */
    public static CpuAffinity any(SourcePosition position) {
        return new CpuAffinity(List.of(), position);
    }

    /** Whether the node is bound to CPUs. */
    public boolean binds() {
        return !cpus.isEmpty();
    }

    /** Such as {@code 0,2,3}. */
    public String list() {
        return cpus.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
