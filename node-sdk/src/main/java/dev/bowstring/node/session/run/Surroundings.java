package dev.bowstring.node.session.run;

import java.time.Instant;

/** What an input tells the rest of the node. */
interface Surroundings {
    /** A message arrived that was published then; it stands for those before it that were not measured. */
    void arrived(long publishTimeNs, int messages);

    /** The input cannot be read. */
    void corrupt(String problem);

    /** The publisher waits for this input no longer: what the node is too slow for is dropped from here on. */
    void demoted();

    /** A pin may be free that was not: the consumer may be waiting for it. */
    void pinMayBeFree();

    /** What to add to a moment of the monotonic clock for the time of day in ns since 1970. */
    long wallMinusMonotonicNs();

    /** The wall time at a moment of the monotonic clock. */
    default Instant wallTime(long timeNs) {
        return Instant.EPOCH.plusNanos(timeNs + wallMinusMonotonicNs());
    }
}
