package dev.bowstring.runtime.record;

import dev.bowstring.runtime.recording.RecordingDirectory;
import dev.bowstring.transport.control.InputPort;
import dev.bowstring.transport.journal.Appended;
import dev.bowstring.transport.journal.JournalAppender;
import dev.bowstring.transport.journal.JournalDirectory;
import dev.bowstring.transport.journal.JournalSettings;
import dev.bowstring.transport.journal.MessageFacts;
import dev.bowstring.transport.journal.MessageSource;
import dev.bowstring.transport.log.InputLog;
import dev.bowstring.transport.log.JournalReaders;
import dev.bowstring.transport.log.OutputControl;
import dev.bowstring.transport.log.Poll;
import dev.bowstring.transport.log.Taken;
import dev.bowstring.transport.message.MessageReader;
import dev.bowstring.transport.segment.Fence;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.agrona.concurrent.AtomicBuffer;

/**
 * One output on its way into its journal. Lossless, it reads at least once: what was appended is told to the output only
 * after that, and what comes again because that was not told any more is in the journal already. One thread.
 */
final class RecordedOutput implements AutoCloseable {
    private static final int MOST_AT_ONCE = 64;

    /** What came of a turn. */
    enum Turn {
        NOTHING,
        WORKED,
        /** The output has ended, and all of it is in the journal. */
        ENDED,
        /** Nothing more can be appended; the message was not. */
        DISK_LOW,
        /** The same, since the journal was made for smaller ones. */
        TOO_LARGE,
        CORRUPT
    }

    private final String name;
    private final boolean lossless;
    private final InputLog log;
    private final JournalAppender journal;
    private final JournalReaders readers;
    private final LongSupplier wallOffsetNs;
    private final String runId;
    private final MessageReader message = new MessageReader();
    private final Taken taken = new Taken();
    private final Source source = new Source();
    private String problem = "";
    private long expected;
    private long recorded;
    private long missed;
    private boolean begun;

    private RecordedOutput(TransportNode node, InputPort port, InputLog log, JournalAppender journal) {
        this.name = port.sourceNode() + "/" + port.sourceOutput();
        this.lossless = port.blocking();
        this.log = log;
        this.journal = journal;
        this.readers = JournalReaders.of(node.run(), port.sourceNode(), port.sourceOutput());
        this.runId = node.run().runId();
        this.wallOffsetNs = node::wallMinusMonotonicNs;
        this.expected = before().map(last -> last.sequence() + 1).orElse(log.start());
    }

    private Optional<MessageFacts> before() {
        return journal.last().filter(last -> last.runId().equals(runId));
    }

    /** Opens the journal of an output of a run, for messages as large as that has. */
    static JournalAppender journal(
            RunDirectory run, OutputName output, RecordingDirectory recording, JournalSettings settings) {
        Path control = run.outputControl(output.node(), output.id());
        try (Segment words = Segment.map(control, SegmentKind.OUTPUT_CONTROL, run.runId(), false)) {
            return JournalAppender.open(
                    new JournalDirectory(recording.journal(output.node(), output.id())),
                    settings.withMaxMessageBytes(new OutputControl(words.buffer()).arenaMax()),
                    System::currentTimeMillis);
        }
    }

    /** Which output it is. */
    record OutputName(String node, String id) {}

    /** Begins to read where the reader of the port stands; the journal is closed with this. */
    static RecordedOutput open(TransportNode node, InputPort port, JournalAppender journal) {
        InputLog log = port.blocking()
                ? InputLog.openAtLeastOnce(node.run(), port.sourceNode(), port.sourceOutput(), port.reader())
                : InputLog.open(
                        node.run(), port.sourceNode(), port.sourceOutput(), port.reader(), Fence.HARDWARE, () -> {});
        return new RecordedOutput(node, port, log, journal);
    }

    /** Appends what is there, up to a limit. */
    Turn doWork() {
        for (int i = 0; i < MOST_AT_ONCE; i++) {
            Poll poll = log.poll(taken);
            if (poll == Poll.CLOSED) {
                readers.ring(); // the output may have ended after they were rung for its last message
                return Turn.ENDED;
            }
            if (poll == Poll.CORRUPT) {
                problem = "slot " + taken.sequence() + " does not hold a message";
                return Turn.CORRUPT;
            }
            if (poll == Poll.RESTARTED) {
                continue; // what a publisher's next life sends has its sequence like all else
            }
            if (poll != Poll.TAKEN) {
                return i == 0 ? Turn.NOTHING : Turn.WORKED;
            }
            Appended result = append();
            if (result == Appended.DISK_LOW) {
                problem = "the disk of its journal is full, or below its low-water mark";
                return Turn.DISK_LOW;
            }
            if (result == Appended.TOO_LARGE) {
                problem = "the message is larger than its journal was made for (at most "
                        + (JournalSettings.MAX_MESSAGE_BYTES >> 20) + " MiB): move the journal away, and the next run"
                        + " makes one for the present `arena_max`";
                return Turn.TOO_LARGE;
            }
        }
        return Turn.WORKED;
    }

    private Appended append() {
        AtomicBuffer arena = log.arena(taken.arena());
        message.read(arena, taken.offset(), log::arenaBytes);
        source.at(arena, taken.offset());
        MessageFacts facts = new MessageFacts(
                runId, taken.sequence(), taken.publishTimeNs(), wallOffsetNs.getAsLong(), taken.flags());
        long before = missedBefore(facts.sequence());
        journal.missed(before);
        Appended result = journal.append(message, facts, source);
        if (result == Appended.DISK_LOW || result == Appended.TOO_LARGE) {
            return result;
        }
        if (result == Appended.APPENDED) {
            recorded++;
            missed += before;
            expected = facts.sequence() + 1;
            begun = true;
        }
        if (lossless) {
            log.finished(taken);
            readers.ring();
        } else {
            log.received();
            log.release(taken.pin());
        }
        return result;
    }

    /**
     * How many messages right before this one are known to be missing: those that a lossy reader was too slow for, and those
     * that were published while no recorder was there. Anything else that is missing is a gap, which is to be found.
     */
    private long missedBefore(long sequence) {
        return lossless && begun ? 0 : Math.max(0, sequence - expected);
    }

    /** What was recorded of the same run before, in words; empty if nothing was. */
    String continues() {
        if (before().isEmpty()) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "%s goes on behind message %,d; %,d published since are not in it",
                name,
                expected - 1,
                Math.max(0, log.start() - expected));
    }

    /** How many messages this process has recorded. */
    long recorded() {
        return recorded;
    }

    /** How many it knows to be missing. */
    long missed() {
        return missed;
    }

    /** Whether something is there to be done. */
    boolean ready() {
        return log.headTimeNs() != Long.MAX_VALUE || log.closed();
    }

    String name() {
        return name;
    }

    /** The first message that is not in the journal. */
    long nextSequence() {
        return taken.sequence();
    }

    String problem() {
        return problem;
    }

    @Override
    public void close() {
        journal.close();
        readers.close();
        log.close();
    }

    /** The parts of the message that was taken last. */
    private final class Source implements MessageSource {
        private byte[] metadata = new byte[0];

        void at(AtomicBuffer arena, long offset) {
            metadata = new byte[message.metadataBytes()];
            arena.getBytes((int) offset + message.length() - metadata.length, metadata);
        }

        @Override
        public AtomicBuffer arena(int index) {
            return log.arena(index);
        }

        @Override
        public byte[] metadata() {
            return metadata;
        }

        @Override
        public byte[] schema(int id) {
            return log.schema(id);
        }
    }
}
