package dev.bowstring.runtime.supervisor;

import dev.bowstring.transport.doorbell.Doorbell;
import dev.bowstring.transport.doorbell.Futex;
import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.layout.NodeControlLayout;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentHeader;
import dev.bowstring.transport.segment.SegmentKind;
import java.io.IOException;
import org.agrona.concurrent.AtomicBuffer;

/** The shared files of one node: its doorbell and its control words. */
final class NodeFiles implements AutoCloseable {
    /** The number of what is no node, but publishes as one. */
    static final int THE_RUNTIME = -1;

    private final Segment doorbellPage;
    private final Segment controlPage;
    private final Doorbell doorbell;

    private NodeFiles(Segment doorbellPage, Segment controlPage, Futex futex) {
        this.doorbellPage = doorbellPage;
        this.controlPage = controlPage;
        this.doorbell = new Doorbell(doorbellPage.buffer(), futex);
    }

    /** @param number of the node in the order of declaration */
    static NodeFiles create(RunDirectory run, String node, int number, Futex futex) throws IOException {
        PrivateDirectory.create(run.node(node));
        Segment doorbell = Segment.create(
                run.doorbell(node),
                new SegmentHeader(SegmentKind.DOORBELL, DoorbellLayout.FILE_LENGTH, 0, 0, run.runId()));
        Segment control = Segment.create(
                run.nodeControl(node),
                new SegmentHeader(SegmentKind.NODE_CONTROL, NodeControlLayout.FILE_LENGTH, 0, number, run.runId()));
        return new NodeFiles(doorbell, control, futex);
    }

    Doorbell doorbell() {
        return doorbell;
    }

    AtomicBuffer control() {
        return controlPage.buffer();
    }

    /** Unmaps; the files stay until the run directory is deleted. */
    @Override
    public void close() {
        doorbellPage.close();
        controlPage.close();
    }
}
