package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.lifecycle.NodeLife;
import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.log.Account;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.agrona.concurrent.AtomicBuffer;

/** An edge with {@code on_restart: latest} whose two ends publish and read, by chance, for as long as they live. */
final class SimulatedEdge {
    private final SplittableRandom random;
    private final String publisher;
    private final PlannedReader reader;
    private final SharedOutput output;
    private final AtomicBuffer ring;
    private final AtomicBuffer file;
    private final AtomicBuffer control;

    /** @param reader as {@code node/input} */
    SimulatedEdge(RunFiles files, SplittableRandom random, String publisher, String port, String reader) {
        this.random = random;
        this.publisher = publisher;
        this.output = files.outputs().stream()
                .filter(each -> each.plan().name().equals(publisher + "/" + port))
                .findFirst()
                .orElseThrow();
        this.reader = output.plan().readers().stream()
                .filter(each -> each.name().equals(reader))
                .findFirst()
                .orElseThrow();
        RunDirectory run = files.run();
        ring = map(run, SegmentKind.RING, run.ring(publisher, port));
        file = map(run, SegmentKind.READER, run.reader(publisher, port, this.reader.index()));
        control = map(run, SegmentKind.OUTPUT_CONTROL, run.outputControl(publisher, port));
    }

    private static AtomicBuffer map(RunDirectory run, SegmentKind kind, Path file) {
        return Segment.map(file, kind, run.runId(), true).buffer();
    }

    /** What a process of this node does; one that is not ready does nothing yet. */
    void goOn(NodeRun node, boolean lives) {
        if (!lives || node.life() != NodeLife.RUNNING) {
            return;
        }
        if (node.id().equals(publisher)) {
            ring.putLongVolatile(RingLayout.TAIL, tail() + random.nextInt(5));
        } else if (node.id().equals(reader.node()) && random.nextBoolean()) {
            long cursor = file.getLong(ReaderLayout.CURSOR);
            long taken = random.nextLong(tail() - cursor + 1);
            file.putLong(ReaderLayout.CURSOR, cursor + taken);
            file.putLong(ReaderLayout.RECEIVED, file.getLong(ReaderLayout.RECEIVED) + taken);
        }
    }

    /** Whoever is let in, not for the first time, begins behind the last message. */
    void requireSkipped(NodeRun node) {
        if (node.id().equals(reader.node()) && node.incarnation() > 1) {
            require(file.getLong(ReaderLayout.CURSOR) == tail(), "begins anew");
        }
    }

    /** It is open to a life that was let in and to nobody else, and whatever happens it adds up. */
    void check(NodeRun node) {
        long mode = word(OutputControlLayout.READER_MODE);
        long open = word(OutputControlLayout.READER_OPEN);
        boolean between = node.life() == NodeLife.BACKING_OFF || (node.incarnation() > 1 && !node.connected());
        if (between || node.finished()) {
            require(mode == OutputControlLayout.FREE && open == 0, "free while nobody reads");
        } else if (node.life() == NodeLife.RUNNING) {
            require(mode == OutputControlLayout.LOSSY && open == 1, "open while it is read");
        }
        Account account = output.log().account(reader.index());
        require(account.received() + account.dropped() + account.unread() == account.published(), "adds up");
        require(account.dropped() >= 0 && account.unread() >= 0, "never below 0");
    }

    /** Asked some million times, hence plainly. */
    private void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(reader.name() + ": " + what);
        }
    }

    private long word(int at) {
        return control.getLong(OutputControlLayout.reader(reader.index()) + at);
    }

    private long tail() {
        return ring.getLongVolatile(RingLayout.TAIL);
    }
}
