package dev.bowstring.runtime.inspect;

import dev.bowstring.runtime.inspect.RunView.EdgeView;
import dev.bowstring.transport.control.ToolSeats;
import dev.bowstring.transport.counters.CountersFile;
import dev.bowstring.transport.counters.OutputCounter;
import dev.bowstring.transport.counters.OutputCounters;
import dev.bowstring.transport.log.Account;
import dev.bowstring.transport.log.OutputView;
import dev.bowstring.transport.log.Waiting;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The edges of one output, from its words. */
final class EdgeReader {
    private EdgeReader() {}

    /**
     * In order of declaration.
     *
     * @throws dev.bowstring.transport.segment.SegmentException if a file is missing or damaged
     */
    static List<EdgeView> read(RunDirectory run, String node, String output, long nowNs) {
        try (OutputView view = OutputView.open(run, node, output);
                Segment segment = Segment.map(run.counters(), SegmentKind.COUNTERS, run.runId(), false)) {
            Optional<OutputCounters> counters = new CountersFile(segment).find(node, output);
            List<EdgeView> edges = new ArrayList<>();
            for (int reader = 0; reader < view.readers(); reader++) {
                if (view.isOpen(reader) || !ToolSeats.isSeat(view.name(reader))) {
                    edges.add(edge(node + "/" + output, view, reader, counters, nowNs));
                }
            }
            return edges;
        }
    }

    /** What a lossy reader could not get any more counts as dropped. L10 */
    private static EdgeView edge(
            String output, OutputView view, int reader, Optional<OutputCounters> counters, long nowNs) {
        Account account = view.account(reader);
        Waiting waiting = view.waitsFor();
        // A message that is being handed out has been taken and not been counted yet: on its way, not lost.
        int held = view.held(reader);
        long taken = view.blocking(reader) ? Math.min(account.dropped(), held) : 0;
        boolean forThis = waiting.reader() == reader || waiting.reader() == Waiting.NO_READER;
        return new EdgeView(
                output,
                view.name(reader),
                policy(view, reader),
                view.queueSize(reader),
                view.isOpen(reader),
                account.received(),
                account.dropped() - taken + account.unreachable(),
                account.unread() + taken - account.unreachable(),
                view.isOpen(reader) ? view.lagNs(reader, nowNs) : 0,
                held,
                counters.map(all -> all.value(OutputCounter.REFUSED)).orElse(0L),
                counters.map(all -> all.value(OutputCounter.BACKPRESSURE_NS)).orElse(0L),
                forThis && waiting.kind() != Waiting.Kind.NOTHING);
    }

    private static String policy(OutputView view, int reader) {
        if (view.fromJournal(reader)) {
            return "journal";
        }
        return view.blocking(reader) ? "backpressure" : "drop_oldest";
    }
}
