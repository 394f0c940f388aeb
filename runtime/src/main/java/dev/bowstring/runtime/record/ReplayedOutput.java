package dev.bowstring.runtime.record;

import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.control.OutputPort;
import dev.bowstring.transport.journal.JournalDirectory;
import dev.bowstring.transport.journal.JournalPoll;
import dev.bowstring.transport.journal.JournalReader;
import dev.bowstring.transport.journal.JournalRecord;
import dev.bowstring.transport.layout.JournalRecordLayout;
import dev.bowstring.transport.layout.MessageBlockLayout;
import dev.bowstring.transport.log.ArenaGrowth;
import dev.bowstring.transport.log.Machine;
import dev.bowstring.transport.log.OutputFiles;
import dev.bowstring.transport.log.OutputLog;
import dev.bowstring.transport.log.Payload;
import dev.bowstring.transport.log.Room;
import dev.bowstring.transport.message.MessageReader;
import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** One output on its way out of its journal. One thread. */
final class ReplayedOutput implements AutoCloseable {
    private static final long GROWTH_NS = 1_000_000_000L;

    private final String name;
    private final OutputLog log;
    private final JournalReader journal;
    private final MessageReader message = new MessageReader();
    private final JournalRecord record = new JournalRecord();
    private final Map<Long, Integer> schemas = new HashMap<>();
    private final RunClocks clocks;
    private boolean there;
    private long missingBytes;

    private ReplayedOutput(String name, OutputLog log, JournalReader journal, RunClocks clocks) {
        this.clocks = clocks;
        this.name = name;
        this.log = log;
        this.journal = journal;
    }

    static ReplayedOutput open(TransportNode node, OutputPort port, JournalDirectory journal, RunClocks clocks) {
        ArenaGrowth growth =
                (index, bytes) -> node.link().grow(port.id(), bytes, GROWTH_NS).isPresent()
                        ? ArenaGrowth.Answer.ANNOUNCED
                        : ArenaGrowth.Answer.REFUSED;
        OutputFiles files = OutputFiles.map(node.run(), TransportNode.name(System.getenv()), port.id());
        OutputLog log = new OutputLog(files, growth, Machine.HARDWARE);
        JournalReader reader = JournalReader.open(journal);
        reader.thorough();
        return new ReplayedOutput(port.id(), log, reader, clocks);
    }

    /** Goes to the first message of a range; true if there is one. */
    boolean begin(ReplayRange range) {
        drop();
        if (range.fromNs() == Long.MIN_VALUE) {
            journal.toStart();
        } else {
            var unused = journal.toTime(range.fromNs());
        }
        return next(range);
    }

    /** Goes to the next message of the range; false when there is none. */
    boolean next(ReplayRange range) {
        drop();
        JournalPoll poll = journal.poll(record);
        while (poll == JournalPoll.CORRUPT) {
            System.err.println("replay of " + name + " leaves out a damaged record: " + journal.problem());
            poll = journal.poll(record);
        }
        there = poll == JournalPoll.TAKEN;
        if (there && record.facts().wallTimeNs() >= range.toNs()) {
            drop();
        }
        return there;
    }

    private void drop() {
        if (there) {
            record.pin().release();
            there = false;
        }
    }

    /** When the present message was published, in ns since 1970; by which those of all outputs are ordered. */
    long timeNs() {
        return clocks.timeNs(record.facts());
    }

    /**
     * Publishes the present message; false when there is no room for it now.
     *
     * @throws IllegalStateException if there never will be
     */
    boolean publish() {
        UnsafeBuffer bytes = record.bytes();
        message.read(bytes, JournalRecordLayout.LENGTH, arena -> arena == 0 ? bytes.capacity() : 0);
        if (log.room() != Room.ROOM) {
            return false;
        }
        long length = JournalRecordLayout.align(message.length());
        Block described = log.reserve(length);
        if (described == null) {
            missingBytes = length;
            return false;
        }
        return message.blockCount() == 0 ? commit(described, null) : withPayload(described, bytes);
    }

    private void refuseWhatNeverFits(long bytes) {
        if (log.neverFits(bytes)) {
            throw new IllegalStateException("message " + record.facts().sequence() + " of " + name + " has " + bytes
                    + " bytes, more than the arena_max of its output; raise it in the dataflow");
        }
    }

    private boolean withPayload(Block described, UnsafeBuffer bytes) {
        Block payload = log.reserve(message.blockLength(0));
        if (payload == null) {
            log.giveBack(described);
            missingBytes = message.blockLength(0);
            refuseWhatNeverFits(missingBytes);
            return false;
        }
        payload.buffer()
                .putBytes((int) payload.offset(), bytes, (int) message.blockOffset(0), (int) message.blockLength(0));
        return commit(described, payload);
    }

    private boolean commit(Block described, @Nullable Block payload) {
        int schema = schemas.computeIfAbsent(record.schemaIndex(), at -> log.schemaId(journal.schema(at)));
        AtomicBuffer arena = described.buffer();
        int at = (int) described.offset();
        arena.putBytes(at, record.bytes(), JournalRecordLayout.LENGTH, message.length());
        arena.putInt(at + MessageBlockLayout.SCHEMA, schema);
        Payload sent;
        if (payload == null) {
            sent = new Payload(described);
        } else {
            int block = at + MessageBlockLayout.HEADER_LENGTH;
            arena.putInt(block + MessageBlockLayout.BLOCK_ARENA, payload.arena());
            arena.putLong(block + MessageBlockLayout.BLOCK_OFFSET, payload.offset());
            sent = new Payload(described, payload);
        }
        sent.describe(message.length(), schema, message.rows(), record.facts().flags());
        boolean committed = log.publish(sent) == Room.ROOM;
        if (payload != null) {
            log.giveBack(payload); // the message has a count of its own
        }
        if (!committed) {
            log.giveBack(described);
        }
        return committed;
    }

    /** Whether it may be worth to try again. */
    boolean hasRoom() {
        return log.room() == Room.ROOM;
    }

    /** The present message begins to wait for room; {@link #endWait} follows in any case. */
    void beginWait() {
        log.beginWait();
    }

    /** Says what it waits for. */
    void announce() {
        if (hasRoom()) {
            log.waitsForMemory(missingBytes);
        } else {
            log.waitsForQueue();
        }
    }

    /** It waits no more. */
    void endWait() {
        log.endWait();
    }

    /** Says that nothing more will come. */
    void end() {
        log.end();
    }

    /** The first time of the journal, in ns since 1970. */
    long beginNs() {
        return journal.first().map(first -> first.facts().wallTimeNs()).orElse(Long.MAX_VALUE);
    }

    @Override
    public void close() {
        drop();
        journal.close();
        log.close();
    }
}
