package dev.bowstring.transport.journal;

import dev.bowstring.transport.layout.JournalRecordLayout;
import java.nio.charset.StandardCharsets;

/**
 * What a slot says of a message, and where it comes from.
 *
 * @param runId the run that published it
 * @param sequence its number in that run's output
 * @param publishTimeNs when it was committed, on the monotonic clock of that run
 * @param wallOffsetNs what to add for the time of day in ns since 1970
 * @param flags those of the slot
 */
public record MessageFacts(String runId, long sequence, long publishTimeNs, long wallOffsetNs, int flags) {
    public MessageFacts {
        if (runId.getBytes(StandardCharsets.US_ASCII).length > JournalRecordLayout.RUN_ID_LENGTH) {
            throw new IllegalArgumentException("journal: runId=" + runId);
        }
    }

    /** When it was committed, in ns since 1970. */
    public long wallTimeNs() {
        return publishTimeNs + wallOffsetNs;
    }
}
