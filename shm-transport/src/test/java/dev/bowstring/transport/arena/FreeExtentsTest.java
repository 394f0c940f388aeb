package dev.bowstring.transport.arena;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreeExtentsTest {
    private final ExtentTable table = new ExtentTable();
    private final FreeExtents free = new FreeExtents(table);
    private final TreeMap<Integer, Deque<Integer>> model = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldFindTheShortestExtentThatIsLongEnoughAtAnyLength(long seed) {
        Random random = new Random(seed);
        List<Integer> present = new ArrayList<>();

        for (int step = 0; step < 40_000; step++) {
            if (random.nextInt(1000) < 480 && !present.isEmpty()) {
                int last = present.size() - 1;
                int extent = present.set(random.nextInt(last + 1), present.get(last));
                present.remove(last);
                remove(extent);
            } else {
                present.add(add(length(random)));
            }
            int wanted = length(random);
            int found = free.bestFit(wanted);
            Integer expected = model.ceilingKey(wanted);
            assertThat(found == ExtentTable.NONE ? null : table.of(found, ExtentTable.LENGTH))
                    .as("seed=%d, step=%d, wanted=%d", seed, step, wanted)
                    .isEqualTo(expected);
        }

        present.forEach(this::remove);
        assertThat(free.bestFit(1)).isEqualTo(ExtentTable.NONE);
    }

    private int add(int length) {
        int extent = table.create(0, 2, length);
        free.add(extent);
        model.computeIfAbsent(length, any -> new ArrayDeque<>()).add(extent);
        return extent;
    }

    private void remove(int extent) {
        int length = table.of(extent, ExtentTable.LENGTH);
        free.remove(extent);
        model.get(length).remove(extent);
        if (model.get(length).isEmpty()) {
            model.remove(length);
        }
        table.release(extent);
    }

    private static int length(Random random) {
        int magnitude = random.nextInt(25);
        int length = 1 + random.nextInt(1 << magnitude);
        return random.nextBoolean() ? length : Math.max(1, length & -(1 << (magnitude / 2))); // many equal ones
    }
}
