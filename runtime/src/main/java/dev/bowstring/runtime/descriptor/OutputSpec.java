package dev.bowstring.runtime.descriptor;

/**
 * One named out-port of a node.
 *
 * @param arenaBytes what is reserved for its messages before any node starts
 * @param arenaMaxBytes what its arenas may grow to, all together
 */
public record OutputSpec(String id, long arenaBytes, long arenaMaxBytes) {
    static final long DEFAULT_ARENA_BYTES = 8L << 20;
    static final long DEFAULT_ARENA_MAX_BYTES = 256L << 20;

    /** The same output under another name. */
    public OutputSpec named(String other) {
        return new OutputSpec(other, arenaBytes, arenaMaxBytes);
    }
}
