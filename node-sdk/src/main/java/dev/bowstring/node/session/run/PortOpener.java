package dev.bowstring.node.session.run;

import dev.bowstring.node.Log;
import dev.bowstring.node.arrow.ArrowInput;
import dev.bowstring.node.arrow.ArrowOutput;
import dev.bowstring.node.arrow.NodeMemory;
import dev.bowstring.node.session.message.Retention;
import dev.bowstring.node.session.send.FlushingWait;
import dev.bowstring.node.session.send.NodeBursts;
import dev.bowstring.node.session.send.RoomPump;
import dev.bowstring.node.session.send.RoomWait;
import dev.bowstring.node.session.send.SendCounters;
import dev.bowstring.node.session.wait.Timers;
import dev.bowstring.node.session.wait.Wait;
import dev.bowstring.transport.control.InputPort;
import dev.bowstring.transport.control.OutputPort;
import dev.bowstring.transport.control.TimerPort;
import dev.bowstring.transport.control.Welcome;
import dev.bowstring.transport.log.InputLog;
import dev.bowstring.transport.log.Machine;
import dev.bowstring.transport.log.OutputFiles;
import dev.bowstring.transport.log.OutputLog;
import dev.bowstring.transport.segment.Fence;
import dev.bowstring.transport.segment.RunDirectory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/** Maps what a node was wired to: outputs first, which recovers what an earlier life of the node left there. */
final class PortOpener {
    private final RunDirectory run;
    private final String node;
    private final Settings settings;
    private final Supervision supervision;
    private final Log log;
    private final Figures figures;
    private final NodeBursts bursts = new NodeBursts();
    private final Wait roomWait;
    private final RoomPump roomPump;
    private final NanoClock clock = SystemNanoClock.INSTANCE;
    private final NodeMemory memory = new NodeMemory();
    private final Map<String, SessionOutput> outputs = new LinkedHashMap<>();
    private final List<PortFeed> feeds = new ArrayList<>();
    private List<TimerPort> timers = List.of();

    PortOpener(RunDirectory run, String node, Settings settings, Supervision supervision, Log log) {
        this.run = run;
        this.node = node;
        this.settings = settings;
        this.supervision = supervision;
        this.log = log;
        this.figures = new Figures(run);
        this.roomWait = new FlushingWait(supervision.roomWait(), bursts);
        this.roomPump = new RoomPump(node, roomWait, clock, supervision.signals(), supervision::wakeRoom);
    }

    void open(Welcome welcome) {
        for (OutputPort port : welcome.outputs()) {
            SessionOutput output = output(port);
            outputs.put(port.id(), output);
            bursts.add(output.bursts());
        }
        for (InputPort port : welcome.inputs()) {
            feeds.add(feed(port));
        }
        timers = welcome.timers();
    }

    private SessionOutput output(OutputPort port) {
        SendCounters counters = figures.of(port);
        OutputFiles files = OutputFiles.map(run, node, port.id());
        boolean opened = false;
        try {
            Runnable roomMade = supervision.doorbell()::ringIfWaitingForRoom;
            SupervisorGrowth growth = new SupervisorGrowth(port.id(), supervision.link(), counters, roomMade);
            OutputLog log = new OutputLog(files, growth, Machine.HARDWARE, roomMade);
            ArrowOutput arrow = new ArrowOutput(log, memory, node + "/" + port.id(), counters);
            RoomWait room = new RoomWait(
                    roomWait, clock, supervision.signals(), counters::waited, supervision.doorbell()::progress);
            opened = true;
            return new SessionOutput(port.id(), log, arrow, room, counters, roomPump.newSends());
        } finally {
            if (!opened) {
                files.close();
            }
        }
    }

    private PortFeed feed(InputPort port) {
        Runnable pinFreed = supervision.doorbell()::ringIfWaitingForInput;
        Retention retention = new Retention(port.id(), port.maxHeld(), settings.leaks());
        Surroundings surroundings = supervision.surroundings(port.id(), figures.of(port), log);
        if (port.journal().isPresent()) {
            return new JournalOpener(run, node, memory, log).open(port, surroundings, retention, pinFreed);
        }
        InputLog input =
                InputLog.open(run, port.sourceNode(), port.sourceOutput(), port.reader(), Fence.HARDWARE, pinFreed);
        ArrowInput arrow = new ArrowInput(input, memory, node + "/" + port.id());
        return new LogFeed(port, input, arrow, retention, surroundings);
    }

    /** What was opened; timers begin now. */
    Ports ports() {
        long nowNs = clock.nanoTime();
        Timers started = new Timers(clock, supervision::wakeInput);
        timers.forEach(timer -> started.add(timer.id()).start(nowNs, timer.periodNs()));
        return new Ports(List.copyOf(feeds), started, outputs, bursts, roomPump, memory);
    }

    /** The node does not join after all. */
    void close() {
        ports().close(true, log);
    }
}
