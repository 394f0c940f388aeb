package dev.bowstring.transport.log;

import dev.bowstring.transport.doorbell.Doorbell;
import dev.bowstring.transport.doorbell.Futex;
import dev.bowstring.transport.segment.Fence;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The nodes that read the journal of an output, as whoever appends to it wakes them. One thread. */
public final class JournalReaders implements AutoCloseable {
    private final List<Doorbell> doorbells;
    private final List<Segment> pages;
    private final Fence fence;

    /** Those with these doorbells. */
    public JournalReaders(List<Doorbell> doorbells, Fence fence) {
        this(doorbells, fence, List.of());
    }

    private JournalReaders(List<Doorbell> doorbells, Fence fence, List<Segment> pages) {
        this.doorbells = List.copyOf(doorbells);
        this.fence = fence;
        this.pages = List.copyOf(pages);
    }

    /**
     * Finds those of an output: they are the same for the whole run, whoever lives.
     *
     * @throws dev.bowstring.transport.segment.SegmentException if a file is missing, foreign or damaged
     */
    public static JournalReaders of(RunDirectory run, String node, String output) {
        List<Segment> pages = new ArrayList<>();
        List<Doorbell> doorbells = new ArrayList<>();
        for (String reader : names(run, node, output)) {
            Segment page = Segment.map(run.doorbell(reader), SegmentKind.DOORBELL, run.runId(), true);
            pages.add(page);
            doorbells.add(new Doorbell(page.buffer(), Futex.system()));
        }
        return new JournalReaders(doorbells, Fence.HARDWARE, pages);
    }

    private static Set<String> names(RunDirectory run, String node, String output) {
        Set<String> nodes = new LinkedHashSet<>();
        try (OutputView view = OutputView.open(run, node, output)) {
            for (int reader = 0; reader < view.readers(); reader++) {
                String name = view.name(reader);
                if (view.fromJournal(reader)) {
                    nodes.add(name.substring(0, name.indexOf('/')));
                }
            }
        }
        return nodes;
    }

    /** Wakes those that sleep for input, after the appender's cursor has moved. */
    public void ring() {
        if (doorbells.isEmpty()) {
            return;
        }
        fence.full(); // who sets WAITING_INPUT after this sees the cursor when it looks again
        for (Doorbell doorbell : doorbells) {
            doorbell.ringIfWaitingForInput();
        }
    }

    @Override
    public void close() {
        pages.forEach(Segment::close);
    }
}
