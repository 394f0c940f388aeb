package dev.bowstring.transport.journal;

import dev.bowstring.transport.control.StartAt;
import dev.bowstring.transport.log.JournalEdge;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a reader begins in a journal: behind the last record that was closed by it, or by a life of it before, as its
 * position says; without a position, as it was told. What the supervisor has moved this run's cursor past is skipped
 * ({@code on_restart: latest}). Places are found by the queue's index. One thread, the reader's.
 */
final class JournalStart {
    private static final long UNKNOWN = -1;

    private final JournalReader reader;
    private final JournalEdge edge;
    private final String runId;
    private String surprise = "";

    /**
     * A place in a journal.
     *
     * @param position of the first record to be handed out
     * @param sequence of the first message of this run to be handed out; no record of an earlier run comes behind it
     * @param finished how many messages of this run were closed by a life that died before it counted them
     */
    record Place(long position, long sequence, long finished) {}

    JournalStart(JournalReader reader, JournalEdge edge, String runId) {
        this.reader = reader;
        this.edge = edge;
        this.runId = runId;
    }

    /** Puts the reader at its place, or shortly before it. */
    Place find(OptionalLong kept, StartAt otherwise) {
        long cursor = edge.cursor();
        long position = kept.isPresent() ? checked(kept.getAsLong()) : first(otherwise);
        long next = standAt(position);
        if (next >= cursor) {
            return new Place(position, next, kept.isPresent() ? next - cursor : 0);
        }
        if (next == UNKNOWN && cursor == 0) {
            return new Place(position, 0, 0);
        }
        long skipped = Math.max(position, positionOf(cursor));
        var unused = standAt(skipped);
        return new Place(skipped, cursor, 0);
    }

    /** What the user is to be told; empty when all was as expected. */
    String surprise() {
        return surprise;
    }

    /** A machine that lost its power may have lost records, and kept the position behind them. */
    private long checked(long position) {
        long end = end();
        if (position > end) {
            surprise = "position " + position + " lies behind the end of the journal, " + end
                    + ": it has lost records; reading goes on at its end";
        }
        return Math.min(position, end);
    }

    private long end() {
        return reader.last().map(last -> last.position() + 1).orElse(0L);
    }

    private long first(StartAt startAt) {
        return switch (startAt.kind()) {
            case EARLIEST -> reader.first().map(JournalRecord::position).orElse(0L);
            case LATEST -> end();
            case NUMBER -> Math.min(startAt.value(), end());
            case TIME ->
                reader.atTime(startAt.value()).map(JournalRecord::position).orElseGet(this::end);
        };
    }

    /** Where a message of this run is, or will be: in a run, records and messages go in step. */
    private long positionOf(long sequence) {
        Optional<JournalRecord> last = reader.last();
        if (last.isEmpty()) {
            return 0;
        }
        MessageFacts facts = last.get().facts();
        long behind = isOfThisRun(facts) ? facts.sequence() + 1 - sequence : 0;
        return last.get().position() + 1 - Math.max(0, behind);
    }

    private boolean isOfThisRun(MessageFacts facts) {
        return facts.runId().equals(runId);
    }

    /**
     * Goes before the record of a position, over the one before it, since there may be nothing yet to go to.
     *
     * @return the sequence that comes next in this run, by the record before; {@link #UNKNOWN} if that says nothing
     */
    private long standAt(long position) {
        if (position == 0 || !reader.toPosition(position - 1)) {
            reader.toStart();
            return UNKNOWN;
        }
        JournalRecord before = new JournalRecord();
        if (reader.poll(before) != JournalPoll.TAKEN) {
            return UNKNOWN;
        }
        before.pin().release();
        if (before.position() >= position) { // retention has deleted the one before
            var unused = reader.toPosition(before.position());
            return UNKNOWN;
        }
        return isOfThisRun(before.facts()) ? before.facts().sequence() + 1 : UNKNOWN;
    }
}
