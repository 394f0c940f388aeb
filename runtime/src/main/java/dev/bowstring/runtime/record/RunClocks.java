package dev.bowstring.runtime.record;

import dev.bowstring.transport.journal.MessageFacts;
import java.util.HashMap;
import java.util.Map;

/**
 * One time of day for all messages of a run, whatever output they are of. The offset that each record has is that of the
 * moment it was appended, and changes by a few microseconds from second to second: messages of two outputs would change
 * places. One thread.
 */
final class RunClocks {
    private final Map<String, Long> offsets = new HashMap<>();

    /** When a message was published, in ns since 1970; in the order of publish times within a run. */
    long timeNs(MessageFacts facts) {
        return facts.publishTimeNs() + offsets.computeIfAbsent(facts.runId(), run -> facts.wallOffsetNs());
    }
}
