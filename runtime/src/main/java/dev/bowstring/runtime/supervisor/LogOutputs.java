package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.logs.EchoGate;
import dev.bowstring.runtime.logs.LineSink;
import dev.bowstring.runtime.logs.LogLine;
import dev.bowstring.runtime.logs.LogOutput;
import dev.bowstring.transport.log.ArenaGrowth;
import dev.bowstring.transport.log.Machine;
import dev.bowstring.transport.log.OutputFiles;
import dev.bowstring.transport.log.OutputLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The outputs that the supervisor publishes itself: what nodes print, for the nodes that read it. Lines come by any thread,
 * {@link #look} and {@link #close} by that of the supervisor.
 */
final class LogOutputs implements LineSink, AutoCloseable {
    private final List<Fed> outputs = new ArrayList<>();

    private static final class Fed {
        private final LogFeed feed;
        private final LogOutput output;
        private final Consumer<String> notes;
        private final EchoGate echoes = new EchoGate(System::nanoTime);
        private volatile boolean broken;
        private boolean ended; // the supervisor's thread alone

        Fed(LogFeed feed, LogOutput output, Consumer<String> notes) {
            this.feed = feed;
            this.output = output;
            this.notes = notes;
        }

        void accept(LogLine line) {
            if (broken || !feed.takes(line)) {
                return;
            }
            try {
                publish(line);
            } catch (RuntimeException failure) {
                broken = true; // Whatever it is: who reads the pipe of a node must go on.
                notes.accept(feed.name() + " carries no lines any more: " + failure);
            }
        }

        private void publish(LogLine line) {
            if (feed.echoing().contains(line.node()) && !echoes.admits()) {
                output.refuse();
            } else {
                output.send(line);
            }
        }

        boolean end(Predicate<String> over) {
            if (ended || !feed.awaited().stream().allMatch(over)) {
                return false;
            }
            ended = true;
            output.end();
            return true;
        }
    }

    /**
     * Opens them: before any node starts.
     *
     * @param notes takes sentences for the user
     */
    LogOutputs(RunFiles files, Consumer<String> notes) {
        for (SharedOutput output : files.outputs()) {
            output.plan().feed().ifPresent(feed -> outputs.add(new Fed(feed, open(files, output), notes)));
        }
    }

    private static LogOutput open(RunFiles files, SharedOutput output) {
        PlannedOutput plan = output.plan();
        OutputFiles mapped =
                OutputFiles.map(files.run(), plan.node(), plan.spec().id());
        return new LogOutput(new OutputLog(mapped, ArenaGrowth.NONE, Machine.HARDWARE), output.counters());
    }

    @Override
    public void accept(LogLine line) {
        for (Fed output : outputs) {
            output.accept(line);
        }
    }

    /**
     * Ends the outputs whose nodes have ended, which wakes their readers.
     *
     * @param over whether a node has ended for good and all it printed has been handed on
     * @return how many it ended
     */
    int look(Predicate<String> over) {
        int ended = 0;
        for (Fed output : outputs) {
            ended += output.end(over) ? 1 : 0;
        }
        return ended;
    }

    @Override
    public void close() {
        outputs.forEach(output -> output.output.close());
    }
}
