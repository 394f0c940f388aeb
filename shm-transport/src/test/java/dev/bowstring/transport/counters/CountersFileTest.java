package dev.bowstring.transport.counters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CountersFileTest {
    @TempDir
    Path folder;

    private final List<Segment> segments = new ArrayList<>();
    private CountersFile supervisor;

    @BeforeEach
    void create() {
        Segment segment = Segment.create(folder.resolve("counters"), CountersFile.header(2, "run"));
        segments.add(segment);
        supervisor = new CountersFile(segment);
    }

    @AfterEach
    void unmap() {
        segments.forEach(Segment::close);
    }

    private CountersFile map(boolean writable) {
        Segment segment = Segment.map(folder.resolve("counters"), SegmentKind.COUNTERS, "run", writable);
        segments.add(segment);
        return new CountersFile(segment);
    }

    @Test
    void shouldShowAnybodyWhatANodeCounts() {
        CounterAllocator allocator = supervisor.allocator();
        int raw = allocator.allocate("camera", "raw");
        int info = allocator.allocate("camera", "info");
        OutputCounters node = map(true).output(info);
        OutputCounters tool = map(false).output(info);

        for (OutputCounter counter : OutputCounter.values()) {
            node.add(counter, counter.id(0) + 1);
            node.addUnderLock(counter, 10);
        }

        for (OutputCounter counter : OutputCounter.values()) {
            assertThat(tool.value(counter)).isEqualTo(counter.id(0) + 11);
            assertThat(map(false).output(raw).value(counter)).isZero();
        }
    }

    @Test
    void shouldLabelItsCountersForTools() {
        int first = supervisor.allocator().allocate("camera", "raw");

        CountersReader reader = map(false).reader();

        assertThat(reader.getCounterLabel(OutputCounter.REFUSED.id(first))).isEqualTo("camera/raw: messages refused");
        assertThat(reader.getCounterReferenceId(OutputCounter.GROWTHS.id(first)))
                .isEqualTo(first);
        List<Integer> ids = new ArrayList<>();
        reader.forEach((id, label) -> ids.add(id));
        assertThat(ids).hasSize(OutputCounter.values().length);
    }

    @Test
    void shouldLoseNoCountOfTwoThreads() throws InterruptedException {
        OutputCounters counters = supervisor.output(supervisor.allocator().allocate("camera", "raw"));
        Runnable count = () -> {
            for (int i = 0; i < 100_000; i++) {
                counters.add(OutputCounter.COPIES, 1);
            }
        };
        Thread other = new Thread(count);

        other.start();
        count.run();
        other.join();

        assertThat(counters.value(OutputCounter.COPIES)).isEqualTo(200_000);
    }

    @Test
    void shouldNotAllocateMoreThanTheFileHolds() {
        CounterAllocator allocator = supervisor.allocator();
        allocator.allocate("a", "x");
        allocator.allocate("b", "x");

        assertThatThrownBy(() -> allocator.allocate("c", "x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("output=c/x");
    }

    @Test
    void shouldRefuseCountersThatAreNotThere() {
        assertThatThrownBy(() -> supervisor.output(-1)).hasMessageContaining("first=-1");
        assertThatThrownBy(() -> supervisor.output(7)).hasMessageContaining("first=7");
    }
}
