package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.lifecycle.NodeLife;
import dev.bowstring.runtime.logs.LineSink;
import dev.bowstring.runtime.logs.LineSplitter;
import dev.bowstring.runtime.logs.LogLevel;
import dev.bowstring.runtime.logs.LogLine;
import dev.bowstring.runtime.logs.LogSource;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The run's own log, beside those of its nodes: all that the user is told, when it was asked to stop, and what became of each
 * node, so that it can be answered later why it ended.
 */
final class RunLog {
    private static final long ONLY_LIFE = 1;

    private final String name;
    private final LineSink log;
    private final Clock clock;
    private final Map<String, NodeLife> lives = new HashMap<>();

    /** @param name what the log is called */
    RunLog(String name, LineSink log, Clock clock) {
        this.name = name;
        this.log = log;
        this.clock = clock;
    }

    /** What happens in the normal course of things. Any thread. */
    void info(String text) {
        write(LogLevel.INFO, text);
    }

    /** What the user is told. Any thread. */
    void warn(String text) {
        write(LogLevel.WARN, text);
    }

    /** Why the run fails. Any thread. */
    void error(String text) {
        write(LogLevel.ERROR, text);
    }

    /** Writes down what goes to the user. Any thread. */
    Consumer<String> beside(Consumer<String> user) {
        return note -> {
            warn(note);
            user.accept(note);
        };
    }

    private void write(LogLevel level, String text) {
        text.lines()
                .map(LineSplitter::escape)
                .forEach(line ->
                        log.accept(new LogLine(name, ONLY_LIFE, LogSource.STDERR, clock.instant(), level, line)));
    }

    /** Writes down what has become of the nodes since the last look. The supervisor's thread. */
    void look(NodeRuns nodes) {
        for (NodeRun node : nodes.all()) {
            NodeLife life = node.life();
            if (lives.put(node.id(), life) == life) {
                continue;
            }
            if (life == NodeLife.FAILED) {
                error("node " + node.id() + " failed: " + node.cause());
            } else {
                info("node " + node.id() + ": " + life.name().toLowerCase(Locale.ROOT));
            }
        }
    }
}
