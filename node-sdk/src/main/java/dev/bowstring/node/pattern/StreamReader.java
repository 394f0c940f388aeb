package dev.bowstring.node.pattern;

import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.flow.Hold;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the parts of segments together again, and says what is missing. One thread.
 *
 * <pre>{@code
 * StreamReader speech = StreamReader.of(node, "samples", 1_000);
 * node.on("samples", message -> {
 *     for (Segment segment : speech.accept(message)) {
 *         try (segment) {
 *             if (segment.isComplete()) {
 *                 transcribe(segment.parts());
 *             }
 *         }
 *     }
 * });
 * }</pre>
 *
 * <p>Parts are held where they are up to half of the input's {@code max_held}, and copied beyond that, so that the input can
 * always be read.
 */
public final class StreamReader implements AutoCloseable {
    private final String input;
    private final int mostParts;
    private final Hold hold;
    private final Map<String, OpenSegment> open = new LinkedHashMap<>(); // by session, in the order of their beginning
    private int parts;
    private long ignored;

    private StreamReader(Node node, String input, int mostParts) {
        this.input = input;
        this.mostParts = mostParts;
        hold = new Hold(node.maxHeld(input));
    }

    /**
     * A reader of the streams that come by an input, each session's one segment after the other.
     *
     * @param mostParts how many parts it may hold in all; with more, the segment that began first ends as {@link
     *     Segment.End#FULL}
     * @throws NodeException if there is no such input, or it is to hold nothing
     */
    public static StreamReader of(Node node, String input, int mostParts) {
        if (mostParts < 1) {
            throw new NodeException("a reader of '" + input + "' that holds " + mostParts + " parts", "use 1 or more");
        }
        return new StreamReader(node, input, mostParts);
    }

    /**
     * Takes a part over: the message is the reader's from here on, whether it was lent or retained.
     *
     * @return the segments that end with it, mostly none or one, which are the caller's to close
     * @throws NodeException if the message is of another input, or not of a stream
     */
    public List<Segment> accept(Message message) {
        StreamPart part = StreamPart.of(message.metadata())
                .filter(any -> message.input().equals(input))
                .orElseThrow(() -> new NodeException(
                        message + " is not of a stream on input '" + input + "'",
                        "it needs a string `" + StreamPart.SESSION_ID + "` in its metadata: see StreamWriter"));
        List<Segment> ended = new ArrayList<>();
        endBefore(part, ended);
        OpenSegment segment = open.computeIfAbsent(part.session(), session -> new OpenSegment(part));
        if (part.segment() < segment.number() || segment.has(part.seq())) {
            ignored++; // of a segment that was given up, or a second time
            message.close();
            return ended;
        }
        segment.add(part, hold.keep(message));
        parts++;
        if (segment.isFinished()) {
            ended.add(end(part.session(), Segment.End.FIN));
        } else if (parts > mostParts) {
            ended.add(end(open.keySet().iterator().next(), Segment.End.FULL));
        }
        return ended;
    }

    private void endBefore(StreamPart part, List<Segment> ended) {
        OpenSegment before = open.get(part.session());
        if (before != null && (part.flush() || part.segment() > before.number())) {
            ended.add(end(part.session(), part.flush() ? Segment.End.FLUSHED : Segment.End.SUPERSEDED));
        }
    }

    private Segment end(String session, Segment.End why) {
        Segment segment =
                Optional.ofNullable(open.remove(session)).orElseThrow().end(why);
        parts -= segment.parts().size();
        return segment;
    }

    /**
     * How many parts were ignored: they came twice, or belong to a segment before the one of their session that is open.
     *
     * <p>Once a segment has ended, the reader knows nothing of it any more: parts of it that come after {@link
     * Segment.End#FIN}, {@link Segment.End#FULL} or {@link Segment.End#CLOSED} are not ignored, but begin a segment of the
     * same number, whose {@linkplain Segment#gaps gaps} begin at 0. An edge keeps the order, so after {@code FIN} there are
     * such parts only if the sender sent them; after {@code FULL} the rest of a segment that is too long always comes so.
     */
    public long ignored() {
        return ignored;
    }

    /** How many parts were copied because more than half of the input's {@code max_held} was held. */
    public long copied() {
        return hold.copied();
    }

    /** What has begun, as far as it has come; each ends as {@link Segment.End#CLOSED}, and is the caller's to close. */
    public List<Segment> drain() {
        List<Segment> ended = new ArrayList<>();
        for (String session : List.copyOf(open.keySet())) {
            ended.add(end(session, Segment.End.CLOSED));
        }
        return ended;
    }

    /** Gives back what has begun. */
    @Override
    public void close() {
        drain().forEach(Segment::close);
    }
}
