package dev.bowstring.transport.journal;

import dev.bowstring.transport.layout.JournalRecordLayout;
import dev.bowstring.transport.message.MessageReader;
import dev.bowstring.transport.segment.LifeLock;
import dev.bowstring.transport.segment.SegmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.Wire;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The one process that appends to a journal, and the one thread of it.
 *
 * <p>An {@link InternalError} from {@link #append} is the JVM's word for a store that the disk could not take after all.
 * The appender is of no use then, not even to be closed: the process has to end, and the next one takes up what is there.
 */
public final class JournalAppender implements AutoCloseable {
    private final JournalDirectory journal;
    private final JournalSettings settings;
    private final LifeLock lock;
    private final CycleClock clock;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final DiskSpace space;
    private final Retention retention;
    private final FlatMessage flat = new FlatMessage();
    private final RecordHeader header = new RecordHeader();
    private final UnsafeBuffer record = new UnsafeBuffer(0, 0);
    private final JournalEnd found;
    private final Schemas schemas = new Schemas();
    private Optional<MessageFacts> last;
    private int cycle;
    private long position;
    private long end;
    private long claimed;
    private long copiedBytes;
    private long missed;

    private JournalAppender(JournalDirectory journal, JournalSettings settings, LifeLock lock, LongSupplier wallMs)
            throws IOException {
        this.journal = journal;
        this.settings = settings;
        this.lock = lock;
        this.clock = new CycleClock(wallMs);
        found = JournalEnd.find(journal);
        last = found.last().map(JournalRecord::facts);
        position = found.last().map(JournalRecord::position).orElse(-1L) + 1;
        if (found.continues()) {
            cycle = found.cycle();
            clock.at(cycle);
        } else {
            clock.next(found.cycle());
            cycle = clock.cycle();
        }
        queue = Queues.forAppending(journal, clock);
        appender = queue.createAppender();
        retention = new Retention(journal, settings, wallMs);
        space = DiskSpace.of(journal.path(), settings.minFreeBytes());
    }

    /**
     * Opens a journal where it ends, and makes it if it is not there.
     *
     * @param wallMs the time of day, in ms since 1970
     * @throws JournalException if another process appends to it, or it cannot be made
     */
    public static JournalAppender open(JournalDirectory journal, JournalSettings settings, LongSupplier wallMs) {
        journal.create(settings.blockBytes());
        LifeLock lock = take(journal);
        JournalAppender made = null;
        try {
            made = new JournalAppender(journal, settings, lock, wallMs);
            made.begin();
            return made;
        } catch (IOException | RuntimeException failure) {
            throw new JournalException(
                    journal.path(), "cannot be appended to: " + failure, "see `recording verify`", failure);
        } finally {
            if (made == null) {
                lock.close();
            }
        }
    }

    private static LifeLock take(JournalDirectory journal) {
        LifeLock lock = Files.exists(journal.lock()) ? LifeLock.open(journal.lock()) : create(journal.lock());
        if (!lock.tryTake()) {
            String holder = lock.lastHolder().isPresent()
                    ? "process " + lock.lastHolder().getAsLong()
                    : "another process";
            lock.close();
            throw new JournalException(
                    journal.path(),
                    "is appended to by " + holder,
                    "end that one first, or record under another name: a journal has one appender");
        }
        return lock;
    }

    private static LifeLock create(Path file) {
        try {
            return LifeLock.create(file);
        } catch (SegmentException somebodyWasQuicker) {
            return LifeLock.open(file);
        }
    }

    /** Finds the end of the file, or begins the next. */
    private void begin() throws IOException {
        if (!continues()) {
            clock.next(cycle);
            cycle = clock.cycle();
            end = freeFrom();
        }
        space.enter(file(), end);
    }

    /** Whether the queue goes on where the records end; else its newest file is left as it is. */
    private boolean continues() {
        if (!found.continues()) {
            end = freeFrom();
            return true; // it stands in a new file
        }
        try {
            end = freeFrom();
            return Queues.CYCLE.toSequenceNumber(claimed) == found.records();
        } catch (RuntimeException ended) {
            return false; // Chronicle's many ways to say that nothing can follow in this file
        }
    }

    /** Where the next document will begin, by claiming it and giving it back. */
    private long freeFrom() {
        try (DocumentContext document = appender.writingDocument()) {
            long from = bytes(document).writePosition() - Integer.BYTES;
            claimed = document.index();
            document.rollbackOnClose();
            return from;
        }
    }

    private static Bytes<?> bytes(DocumentContext document) {
        Wire wire = document.wire();
        if (wire == null) {
            throw new IllegalStateException("journal: a document without a wire");
        }
        return wire.bytes();
    }

    private Path file() {
        return appender.currentFile().toPath();
    }

    /**
     * Appends a message.
     *
     * @param message its message block, read
     * @param facts its slot; the sequences of a run grow
     */
    public Appended append(MessageReader message, MessageFacts facts, MessageSource source) {
        if (has(facts)) {
            return Appended.ALREADY_THERE;
        }
        flat.measure(message);
        byte[] schema = schemas.schema(facts.runId(), message.schemaId(), source);
        long most = flat.length() + schema.length + JournalRecordLayout.ALIGNMENT;
        if (most > settings.maxMessageBytes() || most > queue.overlapSize()) {
            return Appended.TOO_LARGE;
        }
        try {
            if ((due() && !roll(most)) || !space.reserve(end, most)) {
                return Appended.DISK_LOW;
            }
            write(message, facts, source, schema);
        } catch (IOException failure) {
            throw new JournalException(journal.path(), "cannot be written: " + failure, "check its disk", failure);
        }
        last = Optional.of(facts);
        position++;
        missed = 0;
        return Appended.APPENDED;
    }

    /** The next record says that so many messages right before it are known to be missing. */
    public void missed(long messages) {
        missed = messages;
    }

    /** Whether the last record is this message or a later one of its run. */
    public boolean has(MessageFacts facts) {
        return last.isPresent()
                && last.get().runId().equals(facts.runId())
                && last.get().sequence() >= facts.sequence();
    }

    private boolean due() {
        boolean full = end >= settings.rollBytes();
        return full || clock.ageMs(cycle) >= settings.rollAfter().toMillis();
    }

    /** Begins the next file, cuts the last one to its length, and deletes what is not kept. */
    private boolean roll(long next) throws IOException {
        if (!space.hasRoomFor(next)) {
            return false;
        }
        Path old = file();
        long oldEnd = freeFrom(); // the queue may have put an index behind the last record
        clock.next(cycle);
        cycle = clock.cycle();
        schemas.newFile();
        end = freeFrom();
        DiskSpace.cut(old, oldEnd + Long.BYTES); // its end marker stays
        space.enter(file(), end);
        retention.apply(file());
        queue.refreshDirectoryListing();
        return true;
    }

    private void write(MessageReader message, MessageFacts facts, MessageSource source, byte[] schema) {
        try (DocumentContext document = appender.writingDocument()) {
            Bytes<?> bytes = bytes(document);
            long from = JournalRecordLayout.align(bytes.writePosition());
            long carried = schemas.indexOf(schema);
            int schemaBytes = carried < 0 ? schema.length : 0;
            long length = flat.length() + schemaBytes;
            record.wrap(bytes.addressForWrite(from), (int) length);
            flat.write(record, message, source);
            if (schemaBytes > 0) {
                record.putBytes((int) flat.length(), schema);
                carried = document.index();
                schemas.carried(schema, carried);
            }
            RecordHeader.Shape shape =
                    new RecordHeader.Shape(length, flat.messageBytes(), schemaBytes, flat.length(), carried);
            header.fill(facts, new RecordHeader.Place(position, missed), message.rows(), shape);
            header.store(record);
            bytes.writePosition(from + length);
            end = from + length;
            copiedBytes += flat.payloadBytes();
        }
    }

    /** The last message of the journal; empty when it has none. */
    public Optional<MessageFacts> last() {
        return last;
    }

    /** Bytes of payload that were copied into the journal: once each. */
    public long copiedBytes() {
        return copiedBytes;
    }

    /** Cuts the file to its length and lets the next process append. */
    @Override
    public void close() {
        Optional<FileEnd> left = fileEnd();
        space.close();
        appender.close();
        queue.close();
        left.ifPresent(FileEnd::cut);
        lock.giveBack();
        lock.close();
    }

    private Optional<FileEnd> fileEnd() {
        try {
            return Optional.of(new FileEnd(file(), freeFrom()));
        } catch (RuntimeException full) {
            return Optional.empty(); // the file keeps its length, of which the disk has only what was written
        }
    }

    private record FileEnd(Path file, long end) {
        void cut() {
            try {
                DiskSpace.cut(file, end);
            } catch (IOException untouched) {
                // It is as long as it was, which reads the same.
            }
        }
    }
}
