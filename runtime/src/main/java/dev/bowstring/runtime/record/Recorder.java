package dev.bowstring.runtime.record;

import dev.bowstring.runtime.recording.RecordingDirectory;
import dev.bowstring.transport.control.InputPort;
import dev.bowstring.transport.journal.JournalAppender;
import dev.bowstring.transport.journal.JournalException;
import dev.bowstring.transport.journal.JournalSettings;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.SegmentException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Keeps the outputs it reads in journals, until all have ended or one cannot be kept: as a node of the dataflow, or as a
 * tool that reads along.
 */
final class Recorder {
    private static final int FAILED = 1;

    private final TransportNode node;
    private final RecordingDirectory recording;
    private final PrintStream out;
    private final List<RecordedOutput> all = new ArrayList<>();
    private final List<RecordedOutput> open = new ArrayList<>();
    private boolean stopped;

    private Recorder(TransportNode node, RecordingDirectory recording, PrintStream out) {
        this.node = node;
        this.recording = recording;
        this.out = out;
    }

    /**
     * Runs as a node, to the end, in the calling thread; returns the exit code.
     *
     * @param settings one for each input, in order
     */
    static int run(Path recording, List<String> settings, Map<String, String> environment) {
        try (TransportNode node = TransportNode.connect(environment)) {
            Recorder recorder = new Recorder(node, new RecordingDirectory(recording), System.out);
            List<JournalSettings> kept =
                    settings.stream().map(RecorderSettings::read).toList();
            List<InputPort> ports = node.welcome().inputs();
            recorder.open(ports, recorder.journals(names(ports), kept));
            node.awaitGo();
            recorder.record();
            recorder.tell();
            return 0; // also where recording has stopped: the dataflow goes on, and all is well with it
        }
    }

    /**
     * Runs as a tool, until the outputs have ended or somebody asks for the end, in the calling thread.
     *
     * @param wish what is recorded of which run
     * @param stop takes what is to be done when somebody asks for the end
     * @return the exit code: 0 unless more could have been recorded
     */
    static int readAlong(RecorderSettings wish, Consumer<Runnable> stop) {
        RunDirectory run = new RunDirectory(wish.run());
        try (TransportNode node = TransportNode.readAlong(run)) {
            stop.accept(node::interrupt);
            Recorder recorder = new Recorder(node, new RecordingDirectory(wish.recording()), System.out);
            List<JournalSettings> kept =
                    wish.outputs().stream().map(output -> wish.kept()).toList();
            // First the journals: nobody is made to wait for a recorder that is not there yet.
            List<JournalAppender> journals = recorder.journals(names(wish), kept);
            recorder.open(recorder.ports(wish, journals), journals);
            System.out.println("recording " + String.join(", ", wish.outputs()) + " of run " + run.runId() + ", "
                    + (wish.lossless() ? "lossless" : "lossy") + ", into " + wish.recording());
            recorder.all.stream()
                    .map(RecordedOutput::continues)
                    .filter(words -> !words.isEmpty())
                    .forEach(System.out::println);
            recorder.recordWhatCanBe();
            recorder.tell();
            return recorder.exitCode();
        }
    }

    private static List<RecordedOutput.OutputName> names(List<InputPort> ports) {
        return ports.stream()
                .map(port -> new RecordedOutput.OutputName(port.sourceNode(), port.sourceOutput()))
                .toList();
    }

    private static List<RecordedOutput.OutputName> names(RecorderSettings wish) {
        return wish.outputs().stream()
                .map(output -> output.split("/", 2))
                .map(parts -> new RecordedOutput.OutputName(parts[0], parts[1]))
                .toList();
    }

    /** Opens all or none. */
    private List<JournalAppender> journals(List<RecordedOutput.OutputName> outputs, List<JournalSettings> kept) {
        List<JournalAppender> journals = new ArrayList<>();
        boolean whole = false;
        try {
            for (int i = 0; i < outputs.size(); i++) {
                journals.add(RecordedOutput.journal(node.run(), outputs.get(i), recording, kept.get(i)));
            }
            whole = true;
            return journals;
        } finally {
            if (!whole) {
                journals.forEach(JournalAppender::close);
            }
        }
    }

    private List<InputPort> ports(RecorderSettings wish, List<JournalAppender> journals) {
        boolean granted = false;
        try {
            List<InputPort> ports = node.link().read(wish.outputs(), wish.lossless());
            granted = true;
            return ports;
        } finally {
            if (!granted) {
                journals.forEach(JournalAppender::close);
            }
        }
    }

    private void open(List<InputPort> ports, List<JournalAppender> journals) {
        for (int i = 0; i < ports.size(); i++) {
            all.add(RecordedOutput.open(node, ports.get(i), journals.get(i)));
        }
        open.addAll(all);
    }

    private void record() {
        while (!open.isEmpty() && !node.stopping()) {
            if (!turn()) {
                node.awaitInput(() -> open.stream().anyMatch(RecordedOutput::ready));
            }
        }
        open.forEach(RecordedOutput::close);
    }

    /** As a tool, which nobody starts again: what was recorded stays, and is told of. */
    private void recordWhatCanBe() {
        try {
            record();
        } catch (JournalException | SegmentException broken) {
            System.err.println("recording stopped: " + broken.getMessage() + "; the dataflow goes on");
            open.forEach(Recorder::closeWhatIsSound);
            open.clear();
            stopped = true;
        }
    }

    private static void closeWhatIsSound(RecordedOutput output) {
        try {
            output.close();
        } catch (JournalException | SegmentException broken) {
            System.err.println(output.name() + ": " + broken.getMessage()); // the others are closed all the same
        }
    }

    private boolean turn() {
        boolean worked = false;
        for (Iterator<RecordedOutput> each = open.iterator(); each.hasNext(); ) {
            RecordedOutput output = each.next();
            switch (output.doWork()) {
                case NOTHING -> {}
                case WORKED -> worked = true;
                case ENDED -> {
                    worked = true;
                    output.close();
                    each.remove();
                }
                case DISK_LOW, TOO_LARGE, CORRUPT -> {
                    stop(output);
                    return true;
                }
            }
        }
        return worked;
    }

    /** One event for all: the dataflow goes on without a recorder. */
    private void stop(RecordedOutput because) {
        System.err.println("recording stopped at " + because.name() + ", message " + because.nextSequence() + ": "
                + because.problem() + "; the dataflow goes on");
        open.forEach(RecordedOutput::close);
        open.clear();
        stopped = true;
    }

    private void tell() {
        long recorded = all.stream().mapToLong(RecordedOutput::recorded).sum();
        long missed = all.stream().mapToLong(RecordedOutput::missed).sum();
        out.printf(
                Locale.ROOT,
                "recorded %,d messages of %d outputs into %s; %s%n",
                recorded,
                all.size(),
                recording.path(),
                missed == 0 ? "none was missed" : String.format(Locale.ROOT, "%,d were missed", missed));
    }

    private int exitCode() {
        if (node.alone()) {
            System.err.println("the runtime of run " + node.run().runId() + " has gone: recording ends here");
        } else if (!open.isEmpty() && !node.interrupted()) {
            System.err.println("run " + node.run().runId() + " was stopped before all of it was read");
        }
        boolean early = !open.isEmpty() && !node.interrupted();
        return stopped || early || node.alone() ? FAILED : 0;
    }
}
