package dev.bowstring.node.pattern;

import dev.bowstring.node.Metadata;

/**
 * Numbers the messages of one session. A message that was not sent is sent again with the metadata it had. One thread.
 *
 * <pre>{@code
 * StreamWriter speech = StreamWriter.open();
 * output.send(samples, speech.next());
 * output.send(samples, speech.last());        // the end of a segment, such as an utterance
 * output.send(samples, speech.flush());       // begins another; whoever still speaks an earlier one should stop
 * }</pre>
 */
public final class StreamWriter {
    private static final Ids SESSIONS = new Ids();

    private final String session;
    private long segment;
    private long seq;

    private StreamWriter(String session) {
        this.session = session;
    }

    /** A new session, with an id that nobody else has. */
    public static StreamWriter open() {
        return new StreamWriter(SESSIONS.next());
    }

    /** A new session with an id of the user's. */
    public static StreamWriter open(String sessionId) {
        return new StreamWriter(sessionId);
    }

    /** The {@code session_id} of all its messages. */
    public String sessionId() {
        return session;
    }

    /** The metadata of the next message of the segment. */
    public Metadata next() {
        return next(Metadata.EMPTY);
    }

    /** The same, with more of the user's own. */
    public Metadata next(Metadata more) {
        return part(false, false).with(more);
    }

    /** The metadata of the last message of the segment; what comes after it is of another. */
    public Metadata last() {
        return last(Metadata.EMPTY);
    }

    /** The same, with more of the user's own. */
    public Metadata last(Metadata more) {
        Metadata metadata = part(true, false).with(more);
        beginSegment();
        return metadata;
    }

    /** The metadata of the first message of another segment that makes all before it void. */
    public Metadata flush() {
        return flush(Metadata.EMPTY);
    }

    /** The same, with more of the user's own. */
    public Metadata flush(Metadata more) {
        if (seq > 0) {
            beginSegment();
        }
        return part(false, true).with(more);
    }

    private StreamPart part(boolean fin, boolean flush) {
        return new StreamPart(session, segment, seq++, fin, flush);
    }

    private void beginSegment() {
        segment++;
        seq = 0;
    }
}
