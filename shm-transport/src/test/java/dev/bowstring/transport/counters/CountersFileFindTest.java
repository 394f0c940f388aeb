package dev.bowstring.transport.counters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.layout.CountersLayout;
import dev.bowstring.transport.segment.Segment;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountersFileFindTest {
    @TempDir
    private Path directory;

    @Test
    void shouldFindTheCountersOfAnOutputByItsNameWhateverElseStandsThere() {
        try (Segment segment = Segment.create(directory.resolve("counters"), CountersFile.header(3, "run"))) {
            CountersFile file = new CountersFile(segment);
            CounterAllocator allocator = file.allocator();
            allocator.allocate("a", "out");
            int second = allocator.allocate("a", "out2");
            file.output(second).add(OutputCounter.REFUSED, 7);

            assertThat(file.find("a", "out2").orElseThrow().value(OutputCounter.REFUSED))
                    .isEqualTo(7);
            assertThat(file.find("a", "out").orElseThrow().value(OutputCounter.REFUSED))
                    .isZero();
            assertThat(file.find("a", "ou")).isEmpty();
            assertThat(file.find("b", "out")).isEmpty();

            Random random = new Random(7);
            byte[] garbage = new byte[(int) segment.size() - CountersLayout.VALUES];
            for (int round = 0; round < 200; round++) {
                random.nextBytes(garbage);
                segment.buffer().putBytes(CountersLayout.VALUES, garbage);
                assertThat(file.find("a", "out2")).isEmpty();
            }
        }
    }
}
