package dev.bowstring.runtime.descriptor;

import java.util.List;
import java.util.stream.Collectors;

/** A dataflow file cannot be used; {@link #problems()} says everything that is wrong with it. */
public final class InvalidDataflowException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    InvalidDataflowException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** At least one, in the order of the file. The reader stops after a few hundred. */
    public List<Problem> problems() {
        return problems;
    }
}
