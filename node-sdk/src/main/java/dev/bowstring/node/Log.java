package dev.bowstring.node;

/**
 * Structured log of a node: one line of JSON on standard error per call, which the runtime collects.
 *
 * <pre>{@code
 * node.log().info("aggregated", "rows", 1000, "worst", 212.5);
 * // {"log":"INFO","time":"2026-01-31T12:00:00.123Z","node":"stats","message":"aggregated","rows":1000,"worst":212.5}
 * }</pre>
 *
 * Keys are strings, values anything: numbers and booleans stay what they are, the rest becomes a string.
 */
public interface Log {

    /** What helps to find a fault; left out where the node's {@code min_log_level} is {@code info} or above. */
    void debug(String message, Object... keysAndValues);

    /** What happens in the normal course of things. */
    void info(String message, Object... keysAndValues);

    /** Something is not as it should be, and the node goes on. */
    void warn(String message, Object... keysAndValues);

    /** The node cannot do what it is there for. A {@link Throwable} among the values is logged with its stack. */
    void error(String message, Object... keysAndValues);
}
