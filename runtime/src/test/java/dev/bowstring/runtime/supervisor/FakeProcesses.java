package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.logs.LineSink;
import dev.bowstring.runtime.logs.LogLine;
import dev.bowstring.runtime.logs.LogSource;
import dev.bowstring.runtime.process.Child;
import dev.bowstring.runtime.process.ExitCause;
import dev.bowstring.runtime.process.Launch;
import dev.bowstring.runtime.process.ProcessException;
import dev.bowstring.runtime.process.Processes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Processes that do what a test says. */
final class FakeProcesses implements Processes {
    final Map<String, FakeChild> children = new LinkedHashMap<>();
    final Set<String> broken = new HashSet<>();
    private final List<String> spawned = new ArrayList<>();

    /** How many processes of a node were started so far. */
    int spawned(String node) {
        return Collections.frequency(spawned, node);
    }

    @Override
    public Child spawn(Launch launch, LineSink lines) {
        if (broken.contains(launch.node())) {
            throw new ProcessException("node " + launch.node() + ": cannot be started");
        }
        FakeChild child = new FakeChild(launch, lines);
        children.put(launch.node(), child);
        spawned.add(launch.node());
        return child;
    }

    FakeChild child(String node) {
        return children.get(node);
    }

    /** One process, with as many descendants as the test wants. */
    static final class FakeChild implements Child {
        final Launch launch;
        private final LineSink lines;
        int terminations;
        int kills;
        int descendants;
        boolean ignoresKill;
        boolean pipeHeld;
        boolean quiet = true;
        long handedOn;
        private OptionalInt exitCode = OptionalInt.empty();

        private FakeChild(Launch launch, LineSink lines) {
            this.launch = launch;
            this.lines = lines;
        }

        void exit(int code) {
            exitCode = OptionalInt.of(code);
        }

        void complain(String text) {
            lines.accept(
                    new LogLine(launch.node(), 1, LogSource.STDERR, Instant.EPOCH, LogSource.STDERR.level(), text));
        }

        @Override
        public long pid() {
            return 42;
        }

        @Override
        public OptionalInt exitCode() {
            return exitCode;
        }

        @Override
        public String exitCause() {
            return ExitCause.describe(exitCode.orElseThrow());
        }

        @Override
        public boolean drained() {
            return exitCode.isPresent() && !pipeHeld;
        }

        @Override
        public long handedOn() {
            return handedOn;
        }

        @Override
        public boolean quiet() {
            return quiet;
        }

        @Override
        public void terminate() {
            terminations++;
        }

        @Override
        public int killSession() {
            int living = descendants + (exitCode.isEmpty() ? 1 : 0);
            kills++;
            if (!ignoresKill) {
                descendants = 0;
                exitCode = exitCode.isEmpty() ? OptionalInt.of(128 + 9) : exitCode;
            }
            return living;
        }
    }
}
