package dev.bowstring.runtime.descriptor;

/**
 * One named in-port of a node.
 *
 * @param queueSize 1 when the policy is {@link QueuePolicy#LATEST}
 * @param maxHeld how many messages the reader may hold at a time: its pins
 * @param onRestart where it goes on when its node is started again
 * @param position of the source in the file
 */
public record InputSpec(
        String id,
        Source source,
        int queueSize,
        QueuePolicy policy,
        int maxHeld,
        OnRestart onRestart,
        SourcePosition position) {

    static final int DEFAULT_QUEUE_SIZE = 10;
    /** Lines come in bursts: a stack trace alone has more than ten. */
    static final int DEFAULT_QUEUE_SIZE_OF_LOGS = 256;

    static final int DEFAULT_MAX_HELD = 16;

    /** The same input, reading from elsewhere. */
    public InputSpec from(Source other, QueuePolicy itsPolicy) {
        return new InputSpec(id, other, queueSize, itsPolicy, maxHeld, onRestart, position);
    }

    static int defaultQueueSize(Source source) {
        return source instanceof LogsSource ? DEFAULT_QUEUE_SIZE_OF_LOGS : DEFAULT_QUEUE_SIZE;
    }
}
