package dev.bowstring.transport.journal;

import java.util.OptionalLong;

/** How far a reader has come in a journal, where its next life finds it. */
interface Position {
    /** The first record that was not read to its end; empty when nothing was ever read. */
    OptionalLong value();

    /** Says which one that is now; it is kept, whatever becomes of this process. */
    void store(long record);
}
