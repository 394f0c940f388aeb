package dev.bowstring.transport.counters;

import dev.bowstring.transport.layout.CountersLayout;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentHeader;
import dev.bowstring.transport.segment.SegmentKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/** The counters of a run. The supervisor allocates them, before the node that writes them starts; anybody reads them. */
public final class CountersFile {
    private final AtomicBuffer file;
    private final int counters;

    /** @param segment the file, mapped for writing by the supervisor and by nodes with outputs */
    public CountersFile(Segment segment) {
        this.file = segment.buffer();
        long claimed = segment.header().geometry();
        if (claimed < 0 || claimed > Integer.MAX_VALUE || CountersLayout.fileLength((int) claimed) > segment.size()) {
            throw new IllegalArgumentException("counters file: counters=" + claimed + " size=" + segment.size()); // L9
        }
        this.counters = (int) claimed;
    }

    /** The header of a file with room for the counters of so many outputs. */
    public static SegmentHeader header(int outputs, String runId) {
        int counters = outputs * CountersLayout.PER_OUTPUT;
        return new SegmentHeader(SegmentKind.COUNTERS, CountersLayout.fileLength(counters), counters, 0, runId);
    }

    /** What the supervisor allocates with; one per run. */
    public CounterAllocator allocator() {
        return new CounterAllocator(new CountersManager(metadata(), values(), StandardCharsets.UTF_8));
    }

    /** All counters with their labels, for tools. */
    public CountersReader reader() {
        return new CountersReader(metadata(), values(), StandardCharsets.UTF_8);
    }

    /**
     * The counters of one output.
     *
     * @param first the id of its first counter
     */
    public OutputCounters output(int first) {
        if (first < 0 || first > counters - CountersLayout.PER_OUTPUT) {
            throw new IllegalArgumentException("no such counter: first=" + first + " counters=" + counters); // L9
        }
        return new OutputCounters(file, first);
    }

    /** The counters of an output by its name; for tools, which know no ids. */
    public Optional<OutputCounters> find(String node, String output) {
        byte[] label =
                CounterAllocator.label(node, output, OutputCounter.SENT_BYTES).getBytes(StandardCharsets.UTF_8);
        AtomicBuffer metadata = metadata();
        for (int first = 0; first <= counters - CountersLayout.PER_OUTPUT; first += CountersLayout.PER_OUTPUT) {
            int at = first * CountersLayout.METADATA_LENGTH + CountersReader.LABEL_OFFSET;
            byte[] found = new byte[label.length]; // never longer than a label can be, whatever stands there (L9)
            metadata.getBytes(at + Integer.BYTES, found);
            if (metadata.getInt(at) == label.length && Arrays.equals(found, label)) {
                return Optional.of(output(first));
            }
        }
        return Optional.empty();
    }

    private AtomicBuffer values() {
        return new UnsafeBuffer(file, CountersLayout.VALUES, counters * CountersLayout.VALUE_LENGTH);
    }

    private AtomicBuffer metadata() {
        return new UnsafeBuffer(file, CountersLayout.metadata(counters), counters * CountersLayout.METADATA_LENGTH);
    }
}
