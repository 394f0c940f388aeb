package dev.bowstring.runtime.descriptor;

/**
 * One named out-port of a node.
 *
 * @param arenaBytes what is reserved for its messages before any node starts
 * @param arenaMaxBytes what its arenas may grow to, all together
 * @param durable whether and how it is kept in a journal
 */
public record OutputSpec(String id, long arenaBytes, long arenaMaxBytes, DurableSpec durable) {
    static final long DEFAULT_ARENA_BYTES = 8L << 20;
    static final long DEFAULT_ARENA_MAX_BYTES = 256L << 20;

    /** An output that is not kept. */
    public OutputSpec(String id, long arenaBytes, long arenaMaxBytes) {
        this(id, arenaBytes, arenaMaxBytes, DurableSpec.NOT);
    }

    /** The same output under another name, not kept. */
    public OutputSpec named(String other) {
        return new OutputSpec(other, arenaBytes, arenaMaxBytes);
    }
}
