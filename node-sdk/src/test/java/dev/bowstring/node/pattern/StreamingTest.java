package dev.bowstring.node.pattern;

import static dev.bowstring.node.Numbers.assertNothingHeld;
import static dev.bowstring.node.Numbers.next;
import static dev.bowstring.node.Numbers.numbers;
import static dev.bowstring.node.Numbers.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import dev.bowstring.node.RunFixture;
import dev.bowstring.node.RunFixture.InputOptions;
import dev.bowstring.node.pattern.Segment.End;
import dev.bowstring.node.pattern.Segment.Gap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Parts of streams, over real files. */
@Timeout(60)
class StreamingTest {
    private static final int MAX_HELD = 4;

    private RunFixture run;
    private Node sink;
    private Output out;
    private StreamReader reader;

    @BeforeEach
    void start(@TempDir Path directory) {
        run = new RunFixture(directory)
                .output("source", "parts")
                .input("sink", "parts", "source/parts", new InputOptions(true, 20, MAX_HELD, false))
                .start();
        sink = run.node("sink");
        out = run.output("source/parts");
        reader = StreamReader.of(sink, "parts", 10);
    }

    @AfterEach
    void close() {
        reader.close();
        run.close();
    }

    @Test
    void shouldPutSegmentsTogetherAgain() {
        StreamWriter one = StreamWriter.open();
        StreamWriter two = StreamWriter.open("two");
        send(out, 1, one.next());
        send(out, 10, two.next());
        send(out, 2, one.next(Metadata.of("rate", 48_000)));
        send(out, 11, two.last());
        send(out, 3, one.last());
        send(out, 4, one.last());

        List<Segment> segments = read(6);

        assertThat(segments).allMatch(Segment::isComplete);
        assertThat(segments).extracting(Segment::session).containsExactly("two", one.sessionId(), one.sessionId());
        assertThat(segments).extracting(Segment::number).containsExactly(0L, 0L, 1L);
        assertThat(segments.stream().map(segment -> numbers(segment)))
                .containsExactly(List.of(10L, 11L), List.of(1L, 2L, 3L), List.of(4L));
        assertThat(segments.get(1).parts().get(1).metadata().integer("rate")).hasValue(48_000);
        segments.forEach(Segment::close);
        assertNothingHeld(out, sink, "parts");
    }

    @Test
    void shouldSayWhatIsMissing() {
        StreamWriter stream = StreamWriter.open();
        stream.next();
        send(out, 1, stream.next());
        stream.next();
        stream.next();
        send(out, 4, stream.last());
        send(out, 5, stream.next());
        stream.last();
        send(out, 7, stream.last());

        List<Segment> segments = read(4);

        assertThat(segments).hasSize(3).noneMatch(segment -> segment.isComplete() && segment.number() < 2);
        assertThat(segments.get(0).gaps()).containsExactly(new Gap(0, 1), new Gap(2, 4));
        assertThat(segments.get(0).end()).isEqualTo(End.FIN);
        assertThat(segments.get(1).end()).isEqualTo(End.SUPERSEDED);
        assertThat(segments.get(2).isComplete()).isTrue();
        segments.forEach(Segment::close);
    }

    @Test
    void shouldMakeVoidWhatCameBeforeAFlush() {
        StreamWriter stream = StreamWriter.open();
        send(out, 1, stream.next());
        send(out, 2, stream.flush());
        send(out, 3, stream.last());

        List<Segment> segments = read(3);

        assertThat(segments).extracting(Segment::end).containsExactly(End.FLUSHED, End.FIN);
        assertThat(numbers(segments.get(1))).containsExactly(2L, 3L);
        segments.forEach(Segment::close);
    }

    @Test
    void shouldHoldALongSegmentWithoutStarvingItsInput() {
        StreamWriter stream = StreamWriter.open();
        for (int i = 0; i < 9; i++) {
            send(out, i, stream.next());
        }
        send(out, 9, stream.last());

        List<Segment> segments = read(10);

        assertThat(numbers(segments.get(0))).hasSize(10).isSorted();
        assertThat(reader.copied()).isEqualTo(10 - MAX_HELD / 2);
        segments.forEach(Segment::close);
        assertNothingHeld(out, sink, "parts");
    }

    @Test
    void shouldGiveUpTheOldestSegmentWhenItHoldsAsMuchAsItMay() {
        StreamWriter old = StreamWriter.open("old");
        StreamWriter young = StreamWriter.open("young");
        send(out, 0, old.next());
        for (int i = 0; i < 10; i++) {
            send(out, i, young.next());
        }

        List<Segment> segments = read(11);

        assertThat(segments).extracting(Segment::session).containsExactly("old");
        assertThat(segments.get(0).end()).isEqualTo(End.FULL);
        segments.forEach(Segment::close);
        List<Segment> rest = reader.drain();
        assertThat(rest).extracting(Segment::end).containsExactly(End.CLOSED);
        rest.forEach(Segment::close);
        assertNothingHeld(out, sink, "parts");
    }

    @Test
    void shouldIgnoreWhatComesTwiceOrTooLate() {
        StreamWriter stream = StreamWriter.open();
        Metadata first = stream.last();
        Metadata second = stream.next();
        send(out, 1, second);
        send(out, 1, second);
        send(out, 0, first);

        assertThat(read(3)).isEmpty();
        assertThat(reader.ignored()).isEqualTo(2);
    }

    @Test
    void shouldBeginASegmentOfTheSameNumberWithPartsThatComeAfterItsEnd() {
        StreamWriter stream = StreamWriter.open();
        for (int i = 0; i < 12; i++) {
            send(out, i, stream.next());
        }
        send(out, 12, stream.last());

        List<Segment> segments = read(13);

        assertThat(segments).extracting(Segment::number).containsExactly(0L, 0L);
        assertThat(segments).extracting(Segment::end).containsExactly(End.FULL, End.FIN);
        assertThat(segments.get(1).gaps()).containsExactly(new Gap(0, 11));
        assertThat(numbers(segments.get(1))).containsExactly(11L, 12L);
        assertThat(reader.ignored()).isZero();
        segments.forEach(Segment::close);
    }

    @Test
    void shouldRefuseWhatIsNotOfAStream() {
        send(out, 1);
        Message message = (Message) next(sink);
        assertThatThrownBy(() -> reader.accept(message)).hasMessageContaining("session_id");
        assertThatThrownBy(() -> StreamReader.of(sink, "parts", 0)).hasMessageContaining("1 or more");
    }

    private List<Segment> read(int messages) {
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            segments.addAll(reader.accept((Message) next(sink)));
        }
        return segments;
    }
}
