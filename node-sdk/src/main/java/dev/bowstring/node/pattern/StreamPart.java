package dev.bowstring.node.pattern;

import dev.bowstring.node.Metadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a message is in a stream, as its metadata says.
 *
 * @param session the {@code session_id}: all that belongs together
 * @param segment the {@code segment_id}: 0, 1, 2 ... in the session
 * @param seq the {@code seq}: 0, 1, 2 ... in the segment
 * @param fin whether it is the last one of its segment
 * @param flush whether all of the session that came before it is void
 */
public record StreamPart(String session, long segment, long seq, boolean fin, boolean flush) {
    /** Metadata, a string. */
    public static final String SESSION_ID = "session_id";

    /** Metadata, a long. */
    public static final String SEGMENT_ID = "segment_id";

    /** Metadata, a long. */
    public static final String SEQ = "seq";

    /** Metadata, a boolean; absent if false. */
    public static final String FIN = "fin";

    /** Metadata, a boolean; absent if false. */
    public static final String FLUSH = "flush";

    /** What metadata says; empty if it is not of a stream. */
    public static Optional<StreamPart> of(Metadata metadata) {
        return metadata.string(SESSION_ID)
                .map(session -> new StreamPart(
                        session,
                        metadata.integer(SEGMENT_ID).orElse(0),
                        metadata.integer(SEQ).orElse(0),
                        metadata.bool(FIN).orElse(false),
                        metadata.bool(FLUSH).orElse(false)));
    }

    /** As metadata, with more of the user's own. */
    public Metadata with(Metadata more) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put(SESSION_ID, session);
        keys.put(SEGMENT_ID, segment);
        keys.put(SEQ, seq);
        if (fin) {
            keys.put(FIN, true);
        }
        if (flush) {
            keys.put(FLUSH, true);
        }
        return Attached.with(more, keys);
    }
}
