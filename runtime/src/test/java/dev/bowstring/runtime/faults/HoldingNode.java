package dev.bowstring.runtime.faults;

import dev.bowstring.transport.control.Hello;
import dev.bowstring.transport.control.InputPort;
import dev.bowstring.transport.control.NodeControlReader;
import dev.bowstring.transport.control.SupervisorLink;
import dev.bowstring.transport.log.InputLog;
import dev.bowstring.transport.log.Poll;
import dev.bowstring.transport.log.Taken;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A node without the SDK, so that it starts quickly: takes as many messages as it may hold, says so, and holds them. */
final class HoldingNode {
    private static final long PAUSE_NS = 500_000;

    private HoldingNode() {}

    /** Ends, with all it holds, when the driver says that it is enough. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        RunDirectory run = new RunDirectory(Path.of(System.getenv("BOWSTRING_RUN_DIR")));
        String node = System.getenv("BOWSTRING_NODE");
        long life = Long.parseLong(System.getenv("BOWSTRING_INCARNATION"));
        SupervisorLink link =
                SupervisorLink.connect(run.socket(), Hello.of(node, life, System.getenv("BOWSTRING_TOKEN")), () -> {});
        NodeControlReader control =
                new NodeControlReader(Segment.map(run.nodeControl(node), SegmentKind.NODE_CONTROL, run.runId(), false)
                        .buffer());
        InputPort port = link.welcome().inputs().get(0);
        InputLog input = InputLog.open(run, port.sourceNode(), port.sourceOutput(), port.reader());
        link.ready();
        until(control::go);
        hold(input, directory.resolve(FaultNode.FINISH));
        Files.createFile(directory.resolve("held-" + life));
        until(() -> Files.exists(directory.resolve(FaultNode.FINISH)));
    }

    private static void hold(InputLog input, Path finish) {
        Taken taken = new Taken();
        while (input.held() < input.pins() && !Files.exists(finish)) {
            if (input.poll(taken) == Poll.TAKEN) {
                input.received();
            } else {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(PAUSE_NS);
        }
    }
}
