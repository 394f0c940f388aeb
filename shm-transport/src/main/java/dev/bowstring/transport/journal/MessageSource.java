package dev.bowstring.transport.journal;

import org.agrona.concurrent.AtomicBuffer;

/** Where the parts of a message are that is to be appended. */
public interface MessageSource {
    /** The bytes of an arena file. */
    AtomicBuffer arena(int index);

    /** The encoded metadata; empty when there is none. */
    byte[] metadata();

    /** The encapsulated Arrow IPC schema message of an index, a copy. */
    byte[] schema(int id);
}
