package dev.bowstring.runtime.supervisor;

import dev.bowstring.transport.log.Waiting;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Says which outputs have waited for more than a second, for whom, and what helps: once for each wait. */
final class StallWatch {
    private final List<SharedOutput> outputs;
    private final Consumer<String> notes;
    private final Map<String, Waiting> said = new HashMap<>();

    StallWatch(List<SharedOutput> outputs, Consumer<String> notes) {
        this.outputs = outputs;
        this.notes = notes;
    }

    /** Looks at every output. */
    void look() {
        for (SharedOutput output : outputs) {
            Waiting waiting = output.log().waitsFor();
            Waiting before = said.put(output.plan().name(), waiting);
            boolean news = before == null || before.kind() != waiting.kind() || before.reader() != waiting.reader();
            if (news && waiting.kind() != Waiting.Kind.NOTHING) {
                notes.accept(sentence(output.plan(), waiting));
            }
        }
    }

    static String sentence(PlannedOutput output, Waiting waiting) {
        boolean tool = waiting.reader() >= output.readers().size() && waiting.reader() < output.readerFiles();
        String reader = waiting.reader() < output.readers().size()
                ? output.readers().get(waiting.reader()).name()
                : tool ? "a tool that reads along" : "its readers";
        if (waiting.kind() == Waiting.Kind.QUEUE && tool) {
            return output.name() + " waits for " + reader
                    + ", `bowstring record` for one; end that, or let it miss messages with `--policy lossy`";
        }
        if (waiting.kind() == Waiting.Kind.QUEUE) {
            return output.name() + " waits for " + reader
                    + ", whose queue is full; if that is not meant to be, make its"
                    + " queue_size larger, or let it miss messages with `queue_policy: drop_oldest`";
        }
        return String.format(
                Locale.ROOT,
                "%s waits for %.1f MiB of memory, held by %s; make `arena_max` of the output larger (now %.1f MiB), or"
                        + " `max_held` of the input smaller",
                output.name(),
                mebibytes(waiting.bytes()),
                reader,
                mebibytes(output.spec().arenaMaxBytes()));
    }

    private static double mebibytes(long bytes) {
        return bytes / (double) (1 << 20);
    }
}
