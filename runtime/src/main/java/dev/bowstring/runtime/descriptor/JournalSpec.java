package dev.bowstring.runtime.descriptor;

import dev.bowstring.transport.control.StartAt;
import java.nio.file.Path;
import java.util.Optional;

/**
 * That an input reads the journal of its output.
 *
 * @param startAt where it begins when it has no position in the journal yet
 * @param directory the journal; empty until it is known where this run keeps its own
 */
public record JournalSpec(StartAt startAt, Optional<Path> directory) {
    /** The same, of a known journal. */
    public JournalSpec in(Path journal) {
        return new JournalSpec(startAt, Optional.of(journal));
    }
}
