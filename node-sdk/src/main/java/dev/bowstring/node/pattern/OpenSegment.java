package dev.bowstring.node.pattern;

import dev.bowstring.node.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A segment that is not complete. */
final class OpenSegment {
    private static final long UNKNOWN = -1;

    private final String session;
    private final long number;
    private final TreeMap<Long, Message> parts = new TreeMap<>();
    private long lastSeq = UNKNOWN;

    OpenSegment(StreamPart first) {
        session = first.session();
        number = first.segment();
    }

    long number() {
        return number;
    }

    boolean has(long seq) {
        return parts.containsKey(seq);
    }

    /** Takes a part over. */
    void add(StreamPart part, Message message) {
        parts.put(part.seq(), message);
        if (part.fin()) {
            lastSeq = part.seq();
        }
    }

    /** Whether its last part has come. An edge keeps the order, so what is missing then does not come any more. */
    boolean isFinished() {
        return lastSeq != UNKNOWN;
    }

    Segment end(Segment.End why) {
        List<Segment.Gap> gaps = new ArrayList<>();
        long expected = 0;
        for (Map.Entry<Long, Message> part : parts.entrySet()) {
            if (part.getKey() > expected) {
                gaps.add(new Segment.Gap(expected, part.getKey()));
            }
            expected = part.getKey() + 1;
        }
        return new Segment(session, number, List.copyOf(parts.values()), gaps, why);
    }
}
