package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.InputSpec;
import dev.bowstring.runtime.descriptor.JournalSpec;
import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.runtime.descriptor.Start;
import dev.bowstring.runtime.descriptor.TimerSource;
import dev.bowstring.transport.control.InputPort;
import dev.bowstring.transport.control.JournalPort;
import dev.bowstring.transport.control.OutputPort;
import dev.bowstring.transport.control.TimerPort;
import dev.bowstring.transport.control.Welcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What nodes are told that may come in: the ports they are wired to. */
final class Welcomes {
    private static final long UNLIMITED_NS = TimeUnit.DAYS.toNanos(3_650);

    private final RunPlan plan;
    private final RunFiles files;

    Welcomes(RunPlan plan, RunFiles files) {
        this.plan = plan;
        this.files = files;
    }

    /** For one node. */
    Welcome of(NodeSpec node) {
        List<InputPort> inputs = new ArrayList<>();
        List<TimerPort> timers = new ArrayList<>();
        for (InputSpec input : node.inputs()) {
            plan.source(node, input).ifPresent(output -> inputs.add(port(node, input, output)));
            if (input.source() instanceof TimerSource timer) {
                timers.add(new TimerPort(input.id(), timer.periodNs()));
            }
        }
        return new Welcome(
                plan.dataflow().name(),
                inputs,
                timers,
                files.outputsOf(node.id()).map(Welcomes::port).toList(),
                node.start() == Start.EAGER,
                startTimeoutNs());
    }

    /** Who waits for a node that is being debugged waits without a limit of its own. */
    private long startTimeoutNs() {
        boolean debugs =
                plan.dataflow().nodes().stream().anyMatch(node -> node.debug().on());
        return debugs ? UNLIMITED_NS : plan.dataflow().startTimeout().toNanos();
    }

    private static InputPort port(NodeSpec node, InputSpec input, PlannedOutput source) {
        PlannedReader reader = source.reader(node.id(), input.id());
        return new InputPort(
                input.id(),
                source.node(),
                source.spec().id(),
                reader.index(),
                reader.blocking(),
                input.queueSize(),
                input.maxHeld(),
                input.deadlines().timeoutNs(),
                reader.inOwnCycle(),
                input.journal().map(spec -> port(spec, source)));
    }

    private static JournalPort port(JournalSpec spec, PlannedOutput source) {
        return new JournalPort(
                spec.directory().orElseThrow().toString(), source.appender().index(), spec.startAt());
    }

    private static OutputPort port(SharedOutput output) {
        PlannedOutput plan = output.plan();
        List<String> readers = new ArrayList<>();
        for (int reader = 0; reader < plan.readerFiles(); reader++) {
            readers.add(
                    reader < plan.readers().size() ? plan.readers().get(reader).node() : "");
        }
        return new OutputPort(
                plan.spec().id(),
                plan.spec().arenaBytes(),
                plan.spec().arenaMaxBytes(),
                readers,
                output.firstCounter());
    }
}
