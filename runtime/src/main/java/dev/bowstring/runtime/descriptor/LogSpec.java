package dev.bowstring.runtime.descriptor;

import dev.bowstring.runtime.logs.LogLimits;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What becomes of the lines that a node prints.
 *
 * @param limits what is kept of them on disk
 * @param stdout the output that carries the lines of its stdout; written by the runtime, not by the node
 * @param logs the output that carries all its lines with their levels; written by the runtime, not by the node
 */
public record LogSpec(LogLimits limits, Optional<OutputSpec> stdout, Optional<OutputSpec> logs) {
    public static final LogSpec DEFAULT = new LogSpec(LogLimits.DEFAULT, Optional.empty(), Optional.empty());

    /** The outputs of the node that the runtime writes. */
    public List<OutputSpec> outputs() {
        return Stream.concat(stdout.stream(), logs.stream()).toList();
    }

    /** Whether an output of the node is written by the runtime. */
    boolean writes(String output) {
        return outputs().stream().anyMatch(written -> written.id().equals(output));
    }
}
