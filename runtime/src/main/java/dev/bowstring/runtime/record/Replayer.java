package dev.bowstring.runtime.record;

import dev.bowstring.runtime.recording.RecordingDirectory;
import dev.bowstring.transport.control.OutputPort;
import dev.bowstring.transport.journal.JournalDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The node that publishes what was recorded: in the recorded order across its outputs, each message when it is due, and
 * none before there is room for it, so that nothing is lost.
 */
final class Replayer {
    private static final long LOOK_AGAIN_NS = 1_000_000L;
    private static final long ANNOUNCE_NS = 1_000_000_000L;

    private final TransportNode node;
    private final ReplaySpeed speed;
    private final boolean loop;
    private final List<ReplayedOutput> outputs = new ArrayList<>();

    private Replayer(TransportNode node, ReplaySpeed speed, boolean loop) {
        this.node = node;
        this.speed = speed;
        this.loop = loop;
    }

    /**
     * Runs to the end, in the calling thread; returns the exit code.
     *
     * @param arguments the directory of the recording, the speed, the beginning and the end of the range, and whether it
     *     is repeated
     */
    static int run(List<String> arguments, Map<String, String> environment) {
        RecordingDirectory recording = new RecordingDirectory(Path.of(arguments.get(0)));
        ReplaySpeed speed = ReplaySpeed.of(arguments.get(1));
        try (TransportNode node = TransportNode.connect(environment)) {
            Replayer replayer = new Replayer(node, speed, Boolean.parseBoolean(arguments.get(4)));
            replayer.open(recording);
            long beginNs = replayer.outputs.stream()
                    .mapToLong(ReplayedOutput::beginNs)
                    .min()
                    .orElse(0);
            ReplayRange range = ReplayRange.of(arguments.get(2), arguments.get(3), beginNs);
            node.awaitGo();
            replayer.replay(range);
            return 0;
        }
    }

    private void open(RecordingDirectory recording) {
        RunClocks clocks = new RunClocks();
        for (OutputPort port : node.welcome().outputs()) {
            int dot = port.id().indexOf('.');
            Path journal =
                    recording.journal(port.id().substring(0, dot), port.id().substring(dot + 1));
            outputs.add(ReplayedOutput.open(node, port, new JournalDirectory(journal), clocks));
        }
    }

    private void replay(ReplayRange range) {
        do {
            speed.begin();
            once(range);
        } while (loop && !node.stopping());
        outputs.forEach(ReplayedOutput::end);
        outputs.forEach(ReplayedOutput::close);
    }

    private void once(ReplayRange range) {
        List<ReplayedOutput> left = new ArrayList<>();
        for (ReplayedOutput output : outputs) {
            if (output.begin(range)) {
                left.add(output);
            }
        }
        while (!left.isEmpty() && !node.stopping()) {
            ReplayedOutput first = earliest(left);
            if (awaitDue(first) && publish(first) && !first.next(range)) {
                left.remove(first);
            }
        }
    }

    private static ReplayedOutput earliest(List<ReplayedOutput> left) {
        Optional<ReplayedOutput> first = left.stream().min(Comparator.comparingLong(ReplayedOutput::timeNs));
        return first.orElseThrow();
    }

    /** False if the node is to stop before. */
    private boolean awaitDue(ReplayedOutput output) {
        long now = System.nanoTime();
        long due = speed.dueNs(output.timeNs(), now);
        if (due > now) {
            node.awaitRoom(() -> false, due);
        }
        return !node.stopping();
    }

    /** False if the node is to stop before there is room. */
    private boolean publish(ReplayedOutput output) {
        if (output.publish()) {
            return true;
        }
        output.beginWait();
        try {
            return awaitRoom(output);
        } finally {
            output.endWait();
        }
    }

    /** Says each second what it waits for, as every publisher does: a reader may have a `stall_timeout`. */
    private boolean awaitRoom(ReplayedOutput output) {
        long announceNs = System.nanoTime() + ANNOUNCE_NS;
        while (!node.stopping()) {
            // Memory is looked for again and again: there is no word that says so much has become free.
            boolean full = !output.hasRoom();
            node.awaitRoom(() -> full && output.hasRoom(), full ? announceNs : System.nanoTime() + LOOK_AGAIN_NS);
            if (output.publish()) {
                return true;
            }
            if (System.nanoTime() - announceNs >= 0) {
                output.announce();
                announceNs += ANNOUNCE_NS;
            }
        }
        return false;
    }
}
