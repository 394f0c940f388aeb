package dev.bowstring.node.pattern;

import dev.bowstring.node.Message;
import java.util.Iterator;
import java.util.List;

/**
 * A segment of a stream as far as it has arrived. The messages are valid until this is closed, which gives them back.
 *
 * @param session its {@code session_id}
 * @param number its {@code segment_id}
 * @param parts its messages, by their {@code seq}
 * @param gaps which are missing, in order
 * @param end why it is complete, or will not be
 */
public record Segment(String session, long number, List<Message> parts, List<Gap> gaps, End end)
        implements Iterable<Message>, AutoCloseable {

    /** Takes the messages over. */
    public Segment {
        parts = List.copyOf(parts);
        gaps = List.copyOf(gaps);
    }

    /** Why no more of a segment is waited for. */
    public enum End {
        /** Its last part has come. */
        FIN,

        /** A later segment of its session has begun: its last part is lost. */
        SUPERSEDED,

        /** The sender made it void. */
        FLUSHED,

        /** The reader held as much as it may. The parts after these come as a segment of the same number. */
        FULL,

        /** The reader was closed. */
        CLOSED
    }

    /**
     * Parts that are missing.
     *
     * @param from the {@code seq} of the first
     * @param to the {@code seq} after the last
     */
    public record Gap(long from, long to) {}

    /** Whether all of it is there. */
    public boolean isComplete() {
        return end == End.FIN && gaps.isEmpty();
    }

    @Override
    public Iterator<Message> iterator() {
        return parts.iterator();
    }

    /** Gives the messages back; closing twice is the same as once. */
    @Override
    public void close() {
        parts.forEach(Message::close);
    }
}
