package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.logs.LogLevel;
import dev.bowstring.runtime.logs.LogLine;
import dev.bowstring.runtime.logs.LogSource;
import java.util.Optional;
import java.util.Set;

/**
 * What the supervisor writes to an output: lines that nodes print.
 *
 * @param name what people call the output: {@code node/output}, or a source such as {@code logs/warn}
 * @param nodes those that print them
 * @param pipe where they print them; empty for both
 * @param least lines below this level are not among them
 * @param awaited when all of these have ended, the output ends
 * @param echoing those that a reader's own messages or lines can make print: few of their lines pass
 */
record LogFeed(
        String name,
        Set<String> nodes,
        Optional<LogSource> pipe,
        LogLevel least,
        Set<String> awaited,
        Set<String> echoing) {

    LogFeed {
        nodes = Set.copyOf(nodes);
        awaited = Set.copyOf(awaited);
        echoing = Set.copyOf(echoing);
    }

    /** Whether a line belongs there. */
    boolean takes(LogLine line) {
        return nodes.contains(line.node())
                && line.level().isAtLeast(least)
                && pipe.filter(only -> only != line.source()).isEmpty();
    }
}
