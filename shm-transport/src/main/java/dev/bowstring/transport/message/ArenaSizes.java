package dev.bowstring.transport.message;

/** How large each arena file of an output is, from a source the publisher of the message does not write. */
@FunctionalInterface
public interface ArenaSizes {
    /** The size of the file in bytes; 0 for an arena that does not exist. */
    long size(int arena);
}
