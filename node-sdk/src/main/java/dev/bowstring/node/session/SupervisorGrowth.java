package dev.bowstring.node.session;

import dev.bowstring.transport.control.SupervisorLink;
import dev.bowstring.transport.log.ArenaGrowth;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentException;
import dev.bowstring.transport.segment.SegmentKind;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks the supervisor for a further arena file of one output, and waits a second for it. */
final class SupervisorGrowth implements ArenaGrowth {
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(1);

    private final RunDirectory run;
    private final String node;
    private final String output;
    private final SupervisorLink link;
    private final SendCounters counters;

    SupervisorGrowth(RunDirectory run, String node, String output, SupervisorLink link, SendCounters counters) {
        this.run = run;
        this.node = node;
        this.output = output;
        this.link = link;
        this.counters = counters;
    }

    @Override
    public @Nullable Segment grow(int index, long bytes) {
        // An answer that came too late made a file as well: then the number is a later one, and the earlier comes
        // first.
        boolean there = link.grow(output, bytes, TIMEOUT_NS)
                .filter(grown -> grown.arena() >= index)
                .isPresent();
        return there ? map(index) : null;
    }

    private @Nullable Segment map(int index) {
        try {
            Segment file = Segment.map(run.arena(node, output, index), SegmentKind.ARENA, run.runId(), true);
            counters.grew();
            return file;
        } catch (SegmentException unusable) {
            System.getLogger(SupervisorGrowth.class.getName())
                    .log(System.Logger.Level.WARNING, "an arena file cannot be used: {0}", unusable.getMessage());
            return null; // no room, which the caller can live with
        }
    }
}
