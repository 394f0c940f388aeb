package dev.bowstring.runtime.record;

import dev.bowstring.runtime.recording.RecordingDirectory;
import dev.bowstring.transport.control.InputPort;
import dev.bowstring.transport.journal.JournalSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The node that keeps the outputs it reads in journals, until all of them have ended or the disk is full. */
final class Recorder {
    private final TransportNode node;
    private final List<RecordedOutput> outputs = new ArrayList<>();

    private Recorder(TransportNode node) {
        this.node = node;
    }

    /**
     * Runs to the end, in the calling thread; returns the exit code.
     *
     * @param settings one for each input, in order; none for the usual ones
     */
    static int run(Path recording, List<String> settings, Map<String, String> environment) {
        try (TransportNode node = TransportNode.connect(environment)) {
            Recorder recorder = new Recorder(node);
            recorder.open(new RecordingDirectory(recording), settings);
            node.awaitGo();
            recorder.record();
            return 0;
        }
    }

    private void open(RecordingDirectory recording, List<String> settings) {
        List<InputPort> ports = node.welcome().inputs();
        for (int i = 0; i < ports.size(); i++) {
            JournalSettings kept = i < settings.size() ? settings(settings.get(i)) : JournalSettings.DEFAULT;
            outputs.add(RecordedOutput.open(node, ports.get(i), recording, kept));
        }
    }

    /** As {@code RecordedDataflow} has written them. */
    private static JournalSettings settings(String written) {
        List<Long> words = Stream.of(written.split(",", -1)).map(Long::valueOf).toList();
        return new JournalSettings(
                Duration.ofMillis(words.get(0)),
                words.get(1),
                Duration.ofMillis(words.get(2)),
                words.get(3),
                words.get(4),
                JournalSettings.DEFAULT.maxMessageBytes());
    }

    private void record() {
        while (!outputs.isEmpty() && !node.stopping()) {
            if (!turn()) {
                node.awaitInput(() -> outputs.stream().anyMatch(RecordedOutput::ready));
            }
        }
        outputs.forEach(RecordedOutput::close);
    }

    private boolean turn() {
        boolean worked = false;
        for (Iterator<RecordedOutput> all = outputs.iterator(); all.hasNext(); ) {
            RecordedOutput output = all.next();
            switch (output.doWork()) {
                case NOTHING -> {}
                case WORKED -> worked = true;
                case ENDED -> {
                    worked = true;
                    output.close();
                    all.remove();
                }
                case DISK_LOW, CORRUPT -> {
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
        outputs.forEach(RecordedOutput::close);
        outputs.clear();
    }
}
