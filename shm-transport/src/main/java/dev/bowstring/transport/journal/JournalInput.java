package dev.bowstring.transport.journal;

import dev.bowstring.transport.control.JournalPort;
import dev.bowstring.transport.control.StartAt;
import dev.bowstring.transport.log.JournalEdge;
import dev.bowstring.transport.log.Poll;
import dev.bowstring.transport.log.Taken;
import dev.bowstring.transport.segment.KeptWord;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A reader's end of an edge that reads the output's journal: each message at least once, in the order of the journal, those
 * of earlier runs first that were not read yet. It keeps its position beside the queue: behind the last record up to which
 * all were closed.
 *
 * <p>One consumer thread looks and takes; any thread lets go, by the pin of a record. The queue is looked at only when the
 * appender says that there is something, so looking costs two loads.
 */
public final class JournalInput implements AutoCloseable {
    private final JournalDirectory journal;
    private final Around around;
    private final StartAt startAt;
    private final JournalEdge edge;
    private final KeptWord position;
    private final OpenRecords open;
    private final int most;
    private final JournalRecord head = new JournalRecord();
    private Optional<JournalReader> reader = Optional.empty();
    private JournalStart.Place place = new JournalStart.Place(0, 0, 0);
    private long nextSequence;
    private long nextPosition;
    private boolean headThere;
    private boolean caughtUp;
    private boolean exhausted;
    private String problem = "";

    /**
     * What the input tells, and asks, the rest of the node.
     *
     * @param runId of this run
     * @param wallMinusMonotonicNs what to add to a publish time of this run for the time of day
     * @param released called on any thread after a record was let go of and a full fence
     * @param surprises takes what the user should read, in words
     */
    public record Around(
            String runId, LongSupplier wallMinusMonotonicNs, Runnable released, Consumer<String> surprises) {}

    private JournalInput(
            JournalDirectory journal, JournalEdge edge, KeptWord position, StartAt startAt, int most, Around around) {
        this.journal = journal;
        this.edge = edge;
        this.position = position;
        this.most = most;
        this.around = around;
        this.open = new OpenRecords(kept(position), edge, most);
        this.nextSequence = edge.cursor();
        this.startAt = journal.queueFiles().isEmpty() ? StartAt.EARLIEST : startAt;
    }

    /**
     * Opens an input where it stands.
     *
     * @param name of the reader, {@code <node>.<input>}
     * @param most how many messages may be held at a time
     * @throws dev.bowstring.transport.segment.SegmentException if its position is foreign or damaged
     */
    public static JournalInput open(JournalPort port, JournalEdge edge, String name, int most, Around around) {
        Queues.load();
        JournalDirectory journal = new JournalDirectory(Path.of(port.directory()));
        KeptWord position =
                KeptWord.open(journal.position(name), "delete it: the reader then begins where its `start_at` says");
        JournalInput input = new JournalInput(journal, edge, position, port.startAt(), most, around);
        if (!journal.queueFiles().isEmpty()) {
            input.openReader(); // before anybody publishes in this run, so that `latest` is before all of it
        } else {
            input.beginAnew();
        }
        return input;
    }

    /** The journal holds nothing yet: all that comes into it is to be read. */
    private void beginAnew() {
        if (position.value().orElse(0) > 0) {
            around.surprises()
                    .accept(journal.path() + ": the journal is gone that position "
                            + position.value().getAsLong() + " is of; reading begins anew");
        }
        position.store(0);
    }

    private static Position kept(KeptWord word) {
        return new Position() {
            @Override
            public OptionalLong value() {
                return word.value();
            }

            @Override
            public void store(long record) {
                word.store(record);
            }
        };
    }

    private boolean openReader() {
        if (reader.isPresent()) {
            return true;
        }
        if (!journal.exists() || journal.queueFiles().isEmpty()) {
            return false;
        }
        JournalReader opened = JournalReader.open(journal);
        JournalStart start = new JournalStart(opened, edge, around.runId());
        place = start.find(position.value(), startAt);
        nextSequence = place.sequence();
        nextPosition = place.position();
        open.begin(place.position(), place.sequence(), place.finished());
        reader = Optional.of(opened);
        if (!start.surprise().isEmpty()) {
            around.surprises().accept(journal.path() + ": " + start.surprise());
        }
        return true;
    }

    /** Sees to it that the next record is at hand, if there is one. */
    private void lookAhead() {
        boolean quiet = headThere || (caughtUp && edge.appended() <= nextSequence && !edge.abandoned());
        if (quiet || exhausted || !problem.isEmpty()) {
            return;
        }
        try {
            boolean last =
                    edge.abandoned(); // before the journal is looked at: then there is nothing behind what is seen
            if (!openReader() || !advance()) {
                caughtUp = true;
                exhausted = last;
            }
        } catch (JournalException broken) {
            problem = String.valueOf(broken.getMessage());
        }
    }

    /** Takes the next record that is to be handed out; false if there is none. */
    private boolean advance() {
        JournalReader from = reader.orElseThrow();
        for (JournalPoll poll = from.poll(head); poll != JournalPoll.NOTHING; poll = from.poll(head)) {
            if (poll == JournalPoll.CORRUPT) {
                around.surprises().accept(journal.path() + ": left out: " + from.problem());
            } else if (isToBeSkipped()) {
                head.pin().release();
                nextPosition = Math.max(nextPosition, head.position() + 1);
            } else {
                tellWhatIsMissing();
                headThere = true;
                return true;
            }
        }
        return false;
    }

    /** Retention waits for no reader; the account of this run counts its messages as dropped. */
    private void tellWhatIsMissing() {
        if (head.position() > nextPosition) {
            around.surprises()
                    .accept(
                            journal.path() + ": records " + nextPosition + " to " + (head.position() - 1)
                                    + " are there no more: damaged, or deleted (`keep_for`, `keep_size`) before they were read");
        }
        nextPosition = head.position() + 1;
    }

    private boolean isToBeSkipped() {
        boolean before = isOfThisRun() ? head.facts().sequence() < nextSequence : nextSequence > 0;
        return before || head.position() < place.position();
    }

    private boolean isOfThisRun() {
        return head.facts().runId().equals(around.runId());
    }

    /**
     * When the next message was published, or the restart took place that comes before it, on the monotonic clock;
     * {@link Long#MAX_VALUE} if there is neither. A message of an earlier run has the time it would have on this one's clock.
     */
    public long headTimeNs() {
        lookAhead();
        if (!problem.isEmpty()) {
            return 0; // at once: poll says what is wrong
        }
        if (restartDue()) {
            return edge.restartTimeNs();
        }
        return headThere ? timeNs() : Long.MAX_VALUE;
    }

    private long timeNs() {
        MessageFacts facts = head.facts();
        return isOfThisRun()
                ? facts.publishTimeNs()
                : facts.wallTimeNs() - around.wallMinusMonotonicNs().getAsLong();
    }

    /** What is left of earlier runs comes before any restart in this one. */
    private boolean restartDue() {
        return headThere
                ? isOfThisRun() && edge.restartDue(head.facts().sequence())
                : caughtUp && edge.restartDue(nextSequence);
    }

    /**
     * Takes the next message.
     *
     * @param into where a message is described; its pin is to be released, on any thread, when it was read
     * @param restart where a restart of the publisher is described
     */
    public Poll poll(Message into, Taken restart) {
        lookAhead();
        if (!problem.isEmpty()) {
            return Poll.CORRUPT;
        }
        if (restartDue()) {
            edge.tellRestart(restart);
            return Poll.RESTARTED;
        }
        if (!headThere) {
            return closed() ? Poll.CLOSED : Poll.NOTHING;
        }
        boolean ofThisRun = isOfThisRun();
        int slot = open.take(head.position(), ofThisRun ? head.facts().sequence() : OpenRecords.EARLIER);
        if (slot < 0) {
            return Poll.NO_PIN;
        }
        into.timeNs = timeNs();
        into.ofThisRun = ofThisRun;
        into.release = new Release(slot);
        headThere = false;
        if (ofThisRun) {
            nextSequence = head.facts().sequence() + 1;
        }
        head.whenReleased(into.release);
        return Poll.TAKEN;
    }

    /** What happens when one record is let go of. */
    private final class Release implements Runnable {
        private final int slot;
        private boolean damaged;

        Release(int slot) {
            this.slot = slot;
        }

        @Override
        public void run() {
            open.release(slot, damaged);
            around.released().run();
        }
    }

    /** What was taken last; the consumer's until it takes the next. */
    public JournalRecord record() {
        return head;
    }

    /** The time of a message, and whether it is of this run. Reused by its consumer. */
    public static final class Message {
        private long timeNs;
        private boolean ofThisRun;
        private @Nullable Release release;

        /** When it was published, on the monotonic clock of this run. */
        public long timeNs() {
            return timeNs;
        }

        /** Whether it was published in this run. */
        public boolean ofThisRun() {
            return ofThisRun;
        }

        /**
         * Whether it counts as dropped when it is let go of, since it cannot be read; not, unless this is called. The
         * consumer, before anybody else may let go of it.
         */
        public void damaged(boolean unreadable) {
            Objects.requireNonNull(release, "before a message was taken").damaged = unreadable;
        }
    }

    /** Whether everything was taken and nothing will ever come. The consumer thread. */
    public boolean closed() {
        lookAhead();
        boolean ended = exhausted || (caughtUp && edge.endedAt(nextSequence));
        return ended && !headThere && problem.isEmpty() && !restartDue();
    }

    /** Whether it has closed since nobody appends any more, though the output goes on. */
    public boolean abandoned() {
        return exhausted && !edge.endedAt(nextSequence);
    }

    /** Why it is {@link Poll#CORRUPT}: the journal cannot be read. */
    public String problem() {
        return problem;
    }

    /**
     * The encapsulated Arrow IPC schema message of a record that was taken.
     *
     * @throws JournalException if the journal has lost it
     */
    public byte[] schema(long schemaIndex) {
        return reader.orElseThrow().schema(schemaIndex);
    }

    /** How many messages may be held at a time. */
    public int most() {
        return most;
    }

    /** How many messages are held. Any thread. */
    public int held() {
        return open.held();
    }

    /** What is let go of from here on was not read to its end, and comes again. Any thread. */
    public void freeze() {
        open.freeze();
    }

    /** Unmaps everything: only when nothing is held any more. The consumer thread. */
    @Override
    public void close() {
        if (headThere) {
            headThere = false;
            head.pin().release();
        }
        reader.ifPresent(JournalReader::close);
        open.freeze();
        position.close();
        edge.close();
    }
}
