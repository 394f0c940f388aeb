package dev.bowstring.node.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Random times against what has to hold for any, and against plainer ways to find the same. Seeds are in the messages. */
class MatchingModelTest {
    private static final int SEEDS = 300;

    /** An item is its input and its time. */
    private record Item(int input, long timeNs, int number) {}

    /** What became of items. */
    private static final class Fates implements Matching.Fate<Item> {
        final List<List<Item>> matches = new ArrayList<>();
        final List<Item> dropped = new ArrayList<>();

        @Override
        public void matched(List<Item> items) {
            matches.add(items);
        }

        @Override
        public void dropped(int input, Item item) {
            assertThat(item.input).isEqualTo(input);
            dropped.add(item);
        }
    }

    @Test
    void shouldMatchExactlyWhatHasTheSameTimeOnEveryInput() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            int inputs = 1 + random.nextInt(4);
            List<Item> items = growing(random, inputs, 60, 3);
            Fates fates = new Fates();
            run(new ExactMatching<>(inputs, Integer.MAX_VALUE, fates), items);

            List<Long> expected = items.stream()
                    .map(Item::timeNs)
                    .distinct()
                    .filter(time -> IntStream.range(0, inputs)
                            .allMatch(input ->
                                    items.stream().anyMatch(item -> item.input == input && item.timeNs == time)))
                    .sorted()
                    .toList();
            assertThat(fates.matches.stream().map(match -> match.get(0).timeNs))
                    .as("seed %s", seed)
                    .containsExactlyElementsOf(expected);
            assertConserved(seed, items, fates, 0);
        }
    }

    @Test
    void shouldNeverCrossNorUseAnItemTwiceNorExceedTheTolerance() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            int inputs = 2 + random.nextInt(3);
            long tolerance = random.nextInt(40);
            int buffer = 1 + random.nextInt(12);
            List<Item> items = growing(random, inputs, 80, 1 + random.nextInt(30));
            if (random.nextBoolean()) {
                items.sort(Comparator.comparingLong(Item::timeNs)); // as a node merges its inputs
            }
            Fates fates = new Fates();
            run(new ApproximateMatching<>(inputs, tolerance, buffer, fates), items);

            assertConserved(seed, items, fates, tolerance);
        }
    }

    @Test
    void shouldFindEverySetThatWasPublishedTogetherDespiteItsJitter() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            int inputs = 2 + random.nextInt(3);
            List<Item> items = new ArrayList<>();
            for (int round = 1; round <= 50; round++) {
                for (int input = 0; input < inputs; input++) {
                    items.add(new Item(input, round * 100L + random.nextInt(20), round));
                }
            }
            items.sort(Comparator.comparingLong(Item::timeNs));
            Fates fates = new Fates();
            run(new ApproximateMatching<>(inputs, 30, 5, fates), items);

            assertThat(fates.dropped).as("seed %s", seed).isEmpty();
            assertThat(fates.matches).as("seed %s", seed).hasSize(50);
            assertThat(fates.matches)
                    .as("seed %s", seed)
                    .allMatch(match ->
                            match.stream().mapToInt(Item::number).distinct().count() == 1);
        }
    }

    @Test
    void shouldPickTheNearestPartnerOfASlowInput() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<Item> items = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                items.add(new Item(0, i * 10L, i)); // the fast one
            }
            for (int i = 1; i < 39; i++) {
                items.add(new Item(1, i * 100L + random.nextInt(100), i));
            }
            items.sort(Comparator.comparingLong(Item::timeNs));
            Fates fates = new Fates();
            run(new ApproximateMatching<>(2, Long.MAX_VALUE, 100, fates), items);

            for (List<Item> match : fates.matches) {
                long apart = Math.abs(match.get(0).timeNs - match.get(1).timeNs);
                assertThat(apart).as("seed %s, %s", seed, match).isLessThanOrEqualTo(10);
            }
            assertThat(fates.matches).as("seed %s", seed).hasSizeGreaterThanOrEqualTo(37);
        }
    }

    private static List<Item> growing(Random random, int inputs, int count, int stepNs) {
        long[] times = new long[inputs];
        return IntStream.range(0, count)
                .mapToObj(number -> {
                    int input = random.nextInt(inputs);
                    times[input] += random.nextInt(stepNs + 1);
                    return new Item(input, times[input], number);
                })
                .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
    }

    private static void run(Matching<Item> matching, List<Item> items) {
        items.forEach(item -> matching.add(item.input, item.timeNs, item));
        matching.end();
    }

    private static void assertConserved(long seed, List<Item> items, Fates fates, long tolerance) {
        Set<Item> seen = new HashSet<>(fates.dropped);
        assertThat(seen).as("seed %s", seed).hasSize(fates.dropped.size());
        List<Item> before = List.of();
        for (List<Item> match : fates.matches) {
            LongStream times = match.stream().mapToLong(Item::timeNs);
            var range = times.summaryStatistics();
            assertThat(range.getMax() - range.getMin()).as("seed %s", seed).isLessThanOrEqualTo(tolerance);
            for (int input = 0; input < match.size(); input++) {
                assertThat(match.get(input).input).as("seed %s", seed).isEqualTo(input);
                assertThat(seen.add(match.get(input)))
                        .as("seed %s: used once", seed)
                        .isTrue();
                if (!before.isEmpty()) {
                    assertThat(match.get(input).timeNs)
                            .as("seed %s: in order", seed)
                            .isGreaterThanOrEqualTo(before.get(input).timeNs);
                }
            }
            before = match;
        }
        assertThat(seen).as("seed %s: nothing is lost", seed).hasSize(items.size());
    }
}
