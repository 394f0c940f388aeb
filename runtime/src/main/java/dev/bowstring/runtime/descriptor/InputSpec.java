package dev.bowstring.runtime.descriptor;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One named in-port of a node.
 *
 * @param queueSize 1 when the policy is {@link QueuePolicy#LATEST}
 * @param maxHeld how many messages the reader may hold at a time: its pins
 * @param onRestart where it goes on when its node is started again
 * @param deadlines for how long it may be silent, or hold up its publisher
 * @param journal that it reads the journal of its output; empty when the ring
 * @param position of the source in the file
 */
public record InputSpec(
        String id,
        Source source,
        int queueSize,
        QueuePolicy policy,
        int maxHeld,
        OnRestart onRestart,
        InputDeadlines deadlines,
        Optional<JournalSpec> journal,
        SourcePosition position) {

    static final int DEFAULT_QUEUE_SIZE = 10;
    /** Lines come in bursts: a stack trace alone has more than ten. */
    static final int DEFAULT_QUEUE_SIZE_OF_LOGS = 256;

    static final int DEFAULT_MAX_HELD = 16;

    /** The same input, reading the ring of an output elsewhere. */
    public InputSpec from(Source other) {
        return new InputSpec(id, other, queueSize, policy, maxHeld, onRestart, deadlines, Optional.empty(), position);
    }

    /** The same input through the ring, waited for however long it takes, so that nothing is lost. */
    public InputSpec losingNothing(Source other) {
        return new InputSpec(
                id,
                other,
                queueSize,
                QueuePolicy.BACKPRESSURE,
                maxHeld,
                onRestart,
                deadlines.withoutStall(),
                Optional.empty(),
                position);
    }

    /** The same input, which may hold up its publisher for as long as it likes. */
    InputSpec withoutStall() {
        return new InputSpec(
                id, source, queueSize, policy, maxHeld, onRestart, deadlines.withoutStall(), journal, position);
    }

    /** The same input; the journal it reads is this one. */
    public InputSpec of(Path itsJournal) {
        Optional<JournalSpec> known = journal.map(spec -> spec.in(itsJournal));
        return new InputSpec(id, source, queueSize, policy, maxHeld, onRestart, deadlines, known, position);
    }

    static int defaultQueueSize(Source source) {
        return source instanceof LogsSource ? DEFAULT_QUEUE_SIZE_OF_LOGS : DEFAULT_QUEUE_SIZE;
    }
}
