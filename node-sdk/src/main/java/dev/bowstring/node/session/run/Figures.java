package dev.bowstring.node.session.run;

import dev.bowstring.node.session.send.SendCounters;
import dev.bowstring.transport.control.InputPort;
import dev.bowstring.transport.control.OutputPort;
import dev.bowstring.transport.counters.CountersFile;
import dev.bowstring.transport.counters.LatencyHistogram;
import dev.bowstring.transport.layout.LatencyLayout;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a node counts and measures where everybody may read it. A run without such files runs without figures. The files
 * are never unmapped by hand: a buffer that is allocated or released late may still be counted.
 */
final class Figures {
    private final RunDirectory run;

    Figures(RunDirectory run) {
        this.run = run;
    }

    SendCounters of(OutputPort port) {
        Path file = run.counters();
        if (!Files.exists(file)) {
            return SendCounters.NONE;
        }
        CountersFile counters = new CountersFile(Segment.map(file, SegmentKind.COUNTERS, run.runId(), true));
        return new SharedCounters(counters.output(port.firstCounter()));
    }

    /** Written by the consumer's thread. */
    LatencyHistogram of(InputPort port) {
        Path file = run.latency(port.sourceNode(), port.sourceOutput(), port.reader());
        if (!Files.exists(file)) {
            return new LatencyHistogram(new UnsafeBuffer(new byte[LatencyLayout.FILE_LENGTH]));
        }
        return new LatencyHistogram(
                Segment.map(file, SegmentKind.LATENCY, run.runId(), true).buffer());
    }
}
