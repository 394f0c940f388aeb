package dev.bowstring.transport.journal;

import dev.bowstring.transport.layout.JournalRecordLayout;
import java.io.File;
import java.util.Optional;
import java.util.OptionalLong;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.Wire;

/**
 * Reads a journal in place, from any place on, while it is appended to or after that. One thread; what it has handed out may be
 * released on any.
 */
public final class JournalReader implements AutoCloseable {
    /** Then nothing more is tried: what follows cannot be reached either. */
    private static final int MOST_FAILURES = 16;

    private final JournalDirectory journal;
    private final SingleChronicleQueue queue;
    private final ExcerptTailer tailer;
    private final RecordHeader header = new RecordHeader();
    private final JournalIndex search;
    private String problem = "";
    private File sizedFile = new File("");
    private long fileBytes;
    private long readTo;
    private OptionalLong cutThrough = OptionalLong.empty();
    private int cutCycle = Integer.MIN_VALUE;
    private boolean thorough;
    private int failures;

    private JournalReader(JournalDirectory journal) {
        this.journal = journal;
        this.queue = Queues.forReading(journal);
        this.tailer = queue.createTailer();
        this.search = new JournalIndex(queue, this);
    }

    /**
     * Opens a journal before its first record.
     *
     * @throws JournalException if there is none, or it cannot be read
     */
    public static JournalReader open(JournalDirectory journal) {
        if (!journal.exists()) {
            throw new JournalException(journal.path(), "is no journal", "name the directory of a journal");
        }
        try {
            return new JournalReader(journal);
        } catch (Exception failure) { // also checked ones that Chronicle does not declare
            throw new JournalException(journal.path(), "cannot be read: " + failure, "restore it from a copy", failure);
        }
    }

    /**
     * From now on looks, where a file seems to end, whether its queue knows of more in it, and tells so as {@link
     * JournalPoll#CORRUPT}: for who reads what is there to its end, and not for who follows an appender.
     */
    public void thorough() {
        thorough = true;
    }

    private boolean endsEarly() {
        int cycle = tailer.cycle();
        return cycle != Integer.MIN_VALUE && cycle != cutCycle && search.hasDocumentFrom(cycle, readTo);
    }

    /** Takes the next message and pins it. What is {@link JournalPoll#CORRUPT} is told once and passed over then. */
    public JournalPoll poll(JournalRecord into) {
        try {
            return pollHere(into);
        } catch (InternalError beyondTheEnd) {
            // The JVM's word for a page that no file backs.
            return cut("the file " + tailer.currentFile() + " is shorter than its index says");
        } catch (Exception nonsense) {
            // Chronicle's many ways to say that a file is none of its own, checked ones that it does not declare among
            // them.
            return ++failures > MOST_FAILURES ? JournalPoll.NOTHING : cut("a file cannot be read: " + nonsense);
        }
    }

    private JournalPoll pollHere(JournalRecord into) {
        JournalPoll poll = tailer.cycle() == cutCycle || !hasRoomForWord() ? JournalPoll.NOTHING : read(into, true);
        if (poll != JournalPoll.NOTHING) {
            return poll;
        }
        if (thorough && endsEarly()) {
            return pollAgain(into);
        }
        return skipToNextFile() ? read(into, true) : JournalPoll.NOTHING;
    }

    /** It may have been appended just now. */
    private JournalPoll pollAgain(JournalRecord into) {
        JournalPoll poll = read(into, true);
        return poll != JournalPoll.NOTHING
                ? poll
                : cut("the file " + tailer.currentFile() + " has more behind byte " + readTo
                        + ", which cannot be reached");
    }

    private JournalPoll read(JournalRecord into, boolean pin) {
        try (DocumentContext document = tailer.readingDocument()) {
            Wire wire = document.wire();
            if (!document.isPresent() || wire == null) {
                return JournalPoll.NOTHING;
            }
            return take(document.index(), wire.bytes(), into, pin);
        }
    }

    private JournalPoll take(long index, Bytes<?> bytes, JournalRecord into, boolean pin) {
        long from = JournalRecordLayout.align(bytes.readPosition());
        long to = bytes.readLimit();
        readTo = to;
        if (to > fileBytes(to)) {
            cutThrough = OptionalLong.of(from);
            return cut("the file " + tailer.currentFile() + " ends in the middle of a record");
        }
        if (to - from < JournalRecordLayout.LENGTH) {
            return corrupt("a document of " + (to - from) + " bytes holds no record");
        }
        long address = bytes.addressForRead(from);
        BytesStore<?, ?> store = bytes.bytesStore();
        if (store == null || !store.inside(from, to - from)) {
            return corrupt("a document of " + (to - from) + " bytes does not fit into what is mapped");
        }
        into.bytes.wrap(address, (int) (to - from));
        String wrong = header.load(into.bytes, to - from);
        if (!wrong.isEmpty()) {
            return corrupt(wrong);
        }
        failures = 0;
        fill(into, index);
        if (pin) {
            into.keep(store);
        }
        return JournalPoll.TAKEN;
    }

    private void fill(JournalRecord into, long index) {
        into.bytes.wrap(into.bytes.addressOffset(), (int) header.length());
        into.index = index;
        into.position = header.position();
        into.rows = header.rows();
        into.missed = header.missed();
        into.messageBytes = header.messageBytes();
        into.schemaIndex = header.schemaBytes() > 0 ? index : header.schemaIndex();
        into.facts = new MessageFacts(
                header.runId(), header.sequence(), header.publishTimeNs(), header.wallOffsetNs(), header.flags());
    }

    /** Nothing more of this file may be looked at. */
    private JournalPoll cut(String what) {
        cutCycle = tailer.cycle();
        return corrupt(what);
    }

    private JournalPoll corrupt(String what) {
        problem = what;
        return JournalPoll.CORRUPT;
    }

    /** The size of the present file, looked at again only where it matters. */
    private long fileBytes(long needed) {
        File file = tailer.currentFile();
        if (file != null && (!file.equals(sizedFile) || fileBytes < needed)) {
            sizedFile = file;
            fileBytes = JournalDirectory.sizeOf(file.toPath());
        }
        return fileBytes;
    }

    /**
     * A file that was left without its end, or lies beyond what retention has deleted, holds nobody up: once a later one is
     * there, nothing is appended to it any more.
     */
    private boolean skipToNextFile() {
        readTo = 0;
        int cycle = tailer.cycle();
        int last = search.lastCycle();
        return last > cycle && cycle != Integer.MIN_VALUE && search.moveToFirstAfter(tailer, cycle, last);
    }

    /** Why the last attempt was {@link JournalPoll#CORRUPT}. */
    public String problem() {
        return problem;
    }

    /** Goes before the first record. */
    public void toStart() {
        readTo = 0;
        tailer.toStart();
    }

    /** Goes behind the last record. */
    public void toEnd() {
        readTo = 0;
        tailer.toEnd();
    }

    /**
     * Goes before the record of a position, or the first one behind it if retention has deleted that.
     *
     * @return whether there is one; else it stands behind the last
     */
    public boolean toPosition(long position) {
        return moveTo(search.ofPosition(position));
    }

    /** Goes before the first record that was published at a time or later, in ns since 1970; as {@link #toPosition}. */
    public boolean toTime(long wallTimeNs) {
        return moveTo(search.ofTime(wallTimeNs));
    }

    /** The first record that was published at a time or later, not pinned; empty when there is none. */
    Optional<JournalRecord> atTime(long wallTimeNs) {
        return search.ofTime(wallTimeNs).flatMap(this::at);
    }

    private boolean moveTo(Optional<Long> index) {
        if (index.isEmpty()) {
            toEnd();
            return false;
        }
        readTo = 0;
        return tailer.moveToIndex(index.get());
    }

    JournalIndex index() {
        return search;
    }

    /** The last record that can be read, not pinned; empty when there is none. */
    public Optional<JournalRecord> last() {
        return search.last();
    }

    /** The first record, not pinned; empty when there is none. */
    public Optional<JournalRecord> first() {
        return search.first();
    }

    /** The record of an index of the queue, not pinned; for {@link JournalIndex}, which moves the reader. */
    Optional<JournalRecord> at(long index) {
        JournalRecord record = new JournalRecord();
        boolean there = tailer.moveToIndex(index) && read(record, false) == JournalPoll.TAKEN;
        return there && record.index == index ? Optional.of(record) : Optional.empty();
    }

    /** Whether a document has an index of the queue. */
    boolean exists(long index) {
        if (!tailer.moveToIndex(index)) {
            return false;
        }
        try (DocumentContext document = tailer.readingDocument()) {
            return document.isPresent() && document.index() == index;
        }
    }

    /** How many records a file has before one that was cut through: reads not a byte further than the file goes. */
    long countForward(int cycle) {
        long records = 0;
        cutThrough = OptionalLong.empty();
        readTo = 0;
        if (tailer.moveToIndex(Queues.CYCLE.toIndex(cycle, 0))) {
            JournalRecord record = new JournalRecord();
            while (hasRoomForWord() && read(record, false) == JournalPoll.TAKEN) {
                records++;
            }
        }
        return records;
    }

    /** Whether the file has what says how long the next document is. */
    private boolean hasRoomForWord() {
        return readTo == 0 || readTo + Integer.BYTES <= fileBytes(readTo + Integer.BYTES);
    }

    /** Where in its file a record begins that was cut through; empty while none was met. */
    OptionalLong cutThrough() {
        return cutThrough;
    }

    /**
     * The encapsulated Arrow IPC schema message of a record, a copy. The reader stays where it is.
     *
     * @throws JournalException if it is not where the record says
     */
    public byte[] schema(long schemaIndex) {
        long stood = readTo;
        OptionalLong stoodBeforeCut = cutThrough;
        try {
            return schemaAt(schemaIndex);
        } finally {
            readTo = stood;
            cutThrough = stoodBeforeCut;
        }
    }

    private byte[] schemaAt(long schemaIndex) {
        try (ExcerptTailer other = queue.createTailer();
                DocumentContext document = documentAt(other, schemaIndex)) {
            Wire wire = document.wire();
            JournalRecord record = new JournalRecord();
            boolean there = document.isPresent()
                    && wire != null
                    && document.index() == schemaIndex
                    && take(schemaIndex, wire.bytes(), record, false) == JournalPoll.TAKEN
                    && header.schemaBytes() > 0;
            if (!there) {
                throw new JournalException(journal.path(), "has lost a schema", "see `recording verify`");
            }
            byte[] schema = new byte[header.schemaBytes()];
            record.bytes.getBytes((int) header.schemaOffset(), schema);
            return schema;
        }
    }

    private static DocumentContext documentAt(ExcerptTailer other, long index) {
        other.moveToIndex(index);
        return other.readingDocument();
    }

    public JournalDirectory journal() {
        return journal;
    }

    /** Unmaps all but what is pinned. */
    @Override
    public void close() {
        tailer.close();
        queue.close();
    }
}
