package dev.bowstring.transport.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.control.JournalPort;
import dev.bowstring.transport.control.StartAt;
import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.layout.MessageBlockLayout;
import dev.bowstring.transport.log.Account;
import dev.bowstring.transport.log.ArenaGrowth;
import dev.bowstring.transport.log.InputLog;
import dev.bowstring.transport.log.JournalEdge;
import dev.bowstring.transport.log.JournalReaders;
import dev.bowstring.transport.log.Machine;
import dev.bowstring.transport.log.OutputFiles;
import dev.bowstring.transport.log.OutputLog;
import dev.bowstring.transport.log.OutputPlan;
import dev.bowstring.transport.log.OutputPlan.ReaderPlan;
import dev.bowstring.transport.log.OutputStore;
import dev.bowstring.transport.log.Payload;
import dev.bowstring.transport.log.Poll;
import dev.bowstring.transport.log.SupervisedOutput;
import dev.bowstring.transport.log.Taken;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentHeader;
import dev.bowstring.transport.segment.SegmentKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of a durable output in one process: its publisher, the appender of its journal, and a node that reads the journal.
 * The journal outlives it.
 */
final class JournalEdgeFixture implements AutoCloseable {
    static final JournalSettings SMALL_FILES =
            new JournalSettings(Duration.ofHours(1), 64 << 10, JournalSettings.FOREVER, Long.MAX_VALUE, 0, 1 << 20);

    private static final long WALL_OFFSET_NS = 5_000_000_000L;
    private static final int READER = 0;
    private static final int APPENDER = 1;

    final JournalDirectory journal;
    final RunDirectory run;
    final List<String> surprises = new ArrayList<>();
    final JournalInput.Message message = new JournalInput.Message();
    final Taken restart = new Taken();
    int most = 4;
    private final JournalSettings settings;
    private final int bytes;
    private final OutputStore store;
    private final Taken taken = new Taken();
    private OutputLog output;
    private InputLog recorded;
    private JournalReaders readers;
    private JournalAppender appender;
    private JournalMessages messages;

    JournalEdgeFixture(Path directory, String runId, JournalSettings settings, int bytes) throws IOException {
        this.settings = settings;
        this.bytes = bytes;
        journal = new JournalDirectory(directory.resolve("journal"));
        run = new RunDirectory(directory.resolve(runId));
        for (String node : List.of("source", "sink", "@journal")) {
            Files.createDirectories(run.node(node));
            SegmentHeader bell = new SegmentHeader(SegmentKind.DOORBELL, DoorbellLayout.FILE_LENGTH, 0, 0, run.runId());
            Segment.create(run.doorbell(node), bell).close();
        }
        List<ReaderPlan> plans =
                List.of(ReaderPlan.ofJournal("sink/in"), new ReaderPlan("@journal/out", true, 1 << 10, 4));
        store = OutputStore.create(run, new OutputPlan("source", "out", plans, 1 << 20, 1 << 20));
        output = new OutputLog(OutputFiles.map(run, "source", "out"), ArenaGrowth.NONE, Machine.HARDWARE);
        startAppender();
    }

    /** A life of the appender begins. */
    void startAppender() {
        recorded = InputLog.openAtLeastOnce(run, "source", "out", APPENDER);
        readers = JournalReaders.of(run, "source", "out");
        messages = new JournalMessages(bytes);
        appender = JournalAppender.open(journal, settings, System::currentTimeMillis);
    }

    /** The same is over, in the way a process ends: nothing is said to anybody. */
    void endAppender() {
        appender.close();
        readers.close();
        recorded.close();
    }

    /** The publisher commits so many messages. */
    void publish(int count) {
        for (int i = 0; i < count; i++) {
            Block block = output.reserve(MessageBlockLayout.HEADER_LENGTH);
            block.buffer().setMemory((int) block.offset(), MessageBlockLayout.HEADER_LENGTH, (byte) 0);
            output.publish(new Payload(block).describe(MessageBlockLayout.HEADER_LENGTH, 0, 1, 0));
        }
    }

    /** Everything that was published goes into the journal. */
    void append() {
        for (Poll poll = recorded.poll(taken);
                poll != Poll.NOTHING && poll != Poll.CLOSED;
                poll = recorded.poll(taken)) {
            if (poll == Poll.RESTARTED) {
                continue;
            }
            assertThat(poll).isEqualTo(Poll.TAKEN);
            MessageFacts facts = new MessageFacts(
                    run.runId(), taken.sequence(), taken.publishTimeNs(), WALL_OFFSET_NS, taken.flags());
            assertThat(messages.append(appender, facts)).isIn(Appended.APPENDED, Appended.ALREADY_THERE);
            recorded.finished(taken);
            readers.ring();
        }
    }

    /** Both, so many times. */
    void send(int count) {
        for (int sent = 0; sent < count; ) {
            int now = Math.min(512, count - sent);
            publish(now);
            append();
            sent += now;
        }
    }

    /** A message is in the journal, and its appender is killed before it says so. */
    void sendAndDieBeforeItIsSaid() {
        publish(1);
        assertThat(recorded.poll(taken)).isEqualTo(Poll.TAKEN);
        MessageFacts facts = new MessageFacts(run.runId(), taken.sequence(), taken.publishTimeNs(), WALL_OFFSET_NS, 0);
        messages.append(appender, facts);
        endAppender();
    }

    /** A life of the reader begins. */
    JournalInput reader() {
        return reader("sink.in", StartAt.EARLIEST);
    }

    /** A reader of another name, that begins elsewhere. */
    JournalInput reader(String name, StartAt startAt) {
        JournalEdge edge = JournalEdge.open(run, "source", "out", READER, APPENDER);
        JournalInput.Around around =
                new JournalInput.Around(run.runId(), () -> WALL_OFFSET_NS, () -> {}, surprises::add);
        return JournalInput.open(
                new JournalPort(journal.path().toString(), APPENDER, startAt), edge, name, most, around);
    }

    /** Takes a message, which is checked; the pin is the caller's. */
    JournalRecord.Pin take(JournalInput from, long sequence) {
        assertThat(from.poll(message, restart)).isEqualTo(Poll.TAKEN);
        JournalMessages.check(from.record(), sequence, bytes);
        return from.record().pin();
    }

    /** Takes and closes what there is, and tells the sequences. */
    List<Long> readAll(JournalInput from) {
        List<Long> sequences = new ArrayList<>();
        while (from.poll(message, restart) == Poll.TAKEN) {
            long sequence = from.record().facts().sequence();
            JournalMessages.check(from.record(), sequence, bytes);
            sequences.add(sequence);
            from.record().pin().release();
        }
        return sequences;
    }

    SupervisedOutput supervisor() {
        return store.supervised();
    }

    Account account() {
        return store.supervised().account(READER);
    }

    void freeAppender() {
        store.supervised().free(APPENDER);
    }

    void skipToEnd() {
        store.supervised().free(READER);
        store.supervised().skipToEnd(READER, false, dev.bowstring.transport.segment.Fence.HARDWARE);
    }

    @Override
    public void close() {
        output.close();
        store.close();
    }
}
