package dev.bowstring.benchmarks.jmh;

import dev.bowstring.benchmarks.link.LocalOutput;
import dev.bowstring.benchmarks.link.PayloadPool;
import dev.bowstring.transport.journal.JournalAppender;
import dev.bowstring.transport.journal.JournalDirectory;
import dev.bowstring.transport.journal.JournalPoll;
import dev.bowstring.transport.journal.JournalReader;
import dev.bowstring.transport.journal.JournalRecord;
import dev.bowstring.transport.journal.JournalSettings;
import dev.bowstring.transport.log.OutputLog;
import dev.bowstring.transport.log.Taken;
import dev.bowstring.transport.segment.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a message costs that is appended to a journal, and taken from it in place, by size; beside it a plain Chronicle Queue, into
 * which the same bytes are copied, and the ring, where they stay in shared memory. Each iteration has files of its
 * own, in the directory for temporary files, which should be on the disk that journals are on.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-Dchronicle.analytics.disable=true",
            "-XX:+UseSerialGC"
        })
public class JournalBenchmark {
    private static final int ARENA_BYTES = 32 << 20;
    private static final int MOST_PAYLOADS = 256;
    private static final long BLOCK_BYTES = 64L << 20;
    private static final JournalSettings SETTINGS = new JournalSettings(
            Duration.ofHours(1), 256L << 20, JournalSettings.FOREVER, 1L << 30, 64L << 20, 4L << 20);

    /** The payload. */
    @Param({"64", "4096", "65536", "1048576"})
    public int bytes = 64;

    private Path directory = Path.of("");
    private JournalMessage message = null;
    private JournalAppender appender = null;
    private JournalReader reader = null;
    private SingleChronicleQueue queue = null;
    private ExcerptAppender plain = null;
    private ExcerptTailer tailer = null;
    private LocalOutput output = null;
    private OutputLog log = null;
    private PayloadPool payloads = null;
    private final UnsafeBuffer source = new UnsafeBuffer(new byte[1 << 20]);
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final JournalRecord record = new JournalRecord();
    private final Taken taken = new Taken();

    /** Empty files. */
    @Setup(Level.Iteration)
    public void open() throws IOException {
        directory = Files.createTempDirectory("jmh-journal");
        JournalDirectory journal = new JournalDirectory(directory.resolve("journal"));
        message = new JournalMessage(bytes);
        appender = JournalAppender.open(journal, SETTINGS, System::currentTimeMillis);
        reader = JournalReader.open(journal);
        queue = SingleChronicleQueueBuilder.single(directory.resolve("plain").toFile())
                .rollCycle(LegacyRollCycles.DAILY)
                .blockSize(BLOCK_BYTES)
                .build();
        plain = queue.createAppender();
        tailer = queue.createTailer();
        output = new LocalOutput(1, false, 10);
        log = output.log();
        payloads = new PayloadPool(log, Math.min(MOST_PAYLOADS, ARENA_BYTES / bytes), bytes);
    }

    /** Unmaps and deletes. */
    @TearDown(Level.Iteration)
    public void close() throws IOException {
        reader.close();
        appender.close();
        tailer.close();
        queue.close();
        output.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(Segment::delete);
        }
    }

    /** A record of the journal: disk reserved, payload copied once, header and checksum. */
    @Benchmark
    public long journalAppend() {
        return message.append(appender);
    }

    /** The same, then taken in place and let go of. */
    @Benchmark
    public long journalAppendAndTail() {
        message.append(appender);
        JournalPoll poll = reader.poll(record);
        if (poll != JournalPoll.TAKEN) {
            throw new IllegalStateException("journal: poll=" + poll + " " + reader.problem());
        }
        record.pin().release();
        return record.position();
    }

    /** A document of the same payload. */
    @Benchmark
    public long chronicleAppend() {
        try (DocumentContext document = plain.writingDocument()) {
            Bytes<?> content = document.wire().bytes();
            if (!content.canWriteDirect(bytes)) {
                throw new IllegalStateException("the message does not fit into a block: bytes=" + bytes);
            }
            view.wrap(content.addressForWrite(content.writePosition()), bytes);
            view.putBytes(0, source, 0, bytes);
            content.writeSkip(bytes);
            return content.writePosition();
        }
    }

    /** The same, then found in place. */
    @Benchmark
    public long chronicleAppendAndTail() {
        chronicleAppend();
        try (DocumentContext document = tailer.readingDocument()) {
            Bytes<?> content = document.wire().bytes();
            return content.addressForRead(content.readPosition());
        }
    }

    /** A message of the same size through the ring. */
    @Benchmark
    public long ringPublishAndReceive() {
        log.publish(payloads.next());
        output.input(0).poll(taken);
        output.input(0).received();
        output.input(0).release(taken.pin());
        return taken.sequence();
    }
}
