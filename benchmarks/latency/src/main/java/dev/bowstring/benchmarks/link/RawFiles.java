package dev.bowstring.benchmarks.link;

import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentHeader;
import dev.bowstring.transport.segment.SegmentKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** Files of a run directory that the runtime makes where there is one. */
final class RawFiles {
    private RawFiles() {}

    static Segment doorbell(RunDirectory run, String node) {
        try {
            Files.createDirectories(run.node(node));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        SegmentHeader header = new SegmentHeader(SegmentKind.DOORBELL, DoorbellLayout.FILE_LENGTH, 0, 0, run.runId());
        return Segment.create(run.doorbell(node), header);
    }
}
