package dev.bowstring.node.session.message;

import dev.bowstring.node.arrow.CopiedRows;
import dev.bowstring.node.arrow.Rows;
import java.time.Instant;

/** What a message asks of the input it came from. Any thread. */
public interface Origin {

    /** The input's name. */
    String id();

    /** Which messages the user keeps. */
    Retention retention();

    /** The same rows in memory of their own. */
    CopiedRows copy(Rows rows);

    /** A message was closed that had been kept: the consumer may be waiting for its pin. */
    void pinMayBeFree();

    /** The wall time at a moment of the monotonic clock. */
    Instant wallTime(long timeNs);
}
