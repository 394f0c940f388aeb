package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.InputDeadlines;
import dev.bowstring.runtime.descriptor.InputSpec;
import dev.bowstring.runtime.descriptor.OnRestart;
import dev.bowstring.runtime.descriptor.OutputSource;
import dev.bowstring.runtime.descriptor.QueuePolicy;
import dev.bowstring.runtime.descriptor.SourcePosition;
import dev.bowstring.transport.control.Frame.Read;
import dev.bowstring.transport.control.Frame.Reading;
import dev.bowstring.transport.control.InputPort;
import dev.bowstring.transport.control.ToolSeats;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lets tools read outputs of the run, through the reader that each output has for each place of a tool. */
final class ToolReaders {
    private static final SourcePosition NOWHERE = new SourcePosition(1, 1);

    private final RunFiles files;

    ToolReaders(RunFiles files) {
        this.files = files;
    }

    /** Opens what a tool asks for, all or nothing; it begins behind the last message of each output. */
    Reading open(DynamicNode tool, Read request) {
        List<SharedOutput> wanted = new ArrayList<>();
        for (String name : request.outputs()) {
            Optional<SharedOutput> output = files.outputs().stream()
                    .filter(candidate -> candidate.plan().name().equals(name))
                    .findFirst();
            Optional<String> refusal = refusal(name, output);
            if (refusal.isPresent()) {
                return Reading.refused(refusal.get());
            }
            output.ifPresent(wanted::add);
        }
        if (wanted.isEmpty() || !tool.ports().readsNothing()) {
            return Reading.refused("a tool says once what it reads, and that is at least one output");
        }
        List<InputPort> ports = new ArrayList<>();
        for (SharedOutput output : wanted) {
            PlannedReader reader = reader(tool.id(), output, request.blocking());
            tool.ports().read(output, reader);
            ports.add(port(output, reader));
        }
        return new Reading(ports, "");
    }

    private static Optional<String> refusal(String name, Optional<SharedOutput> output) {
        if (output.isEmpty()) {
            return Optional.of("the run has no output " + name);
        }
        boolean lines = output.get().plan().feed().isPresent();
        return lines ? Optional.of(name + " carries lines that nodes print; see `bowstring logs`") : Optional.empty();
    }

    private static PlannedReader reader(String seat, SharedOutput output, boolean blocking) {
        PlannedOutput plan = output.plan();
        InputSpec input = new InputSpec(
                plan.node() + "." + plan.spec().id(),
                new OutputSource(plan.node(), plan.spec().id()),
                plan.toolQueueSize(),
                blocking ? QueuePolicy.BACKPRESSURE : QueuePolicy.DROP_OLDEST,
                PlannedOutput.TOOL_PINS,
                OnRestart.LATEST,
                InputDeadlines.NONE,
                Optional.empty(),
                NOWHERE);
        int index = plan.readers().size() + ToolSeats.NAMES.indexOf(seat);
        return new PlannedReader(index, seat, input, false, true);
    }

    private static InputPort port(SharedOutput output, PlannedReader reader) {
        InputSpec input = reader.input();
        return new InputPort(
                input.id(),
                output.plan().node(),
                output.plan().spec().id(),
                reader.index(),
                reader.blocking(),
                input.queueSize(),
                input.maxHeld(),
                input.deadlines().timeoutNs(),
                false,
                Optional.empty());
    }
}
