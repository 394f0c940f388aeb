package dev.bowstring.transport.counters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.layout.LatencyLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class LatencyHistogramTest {
    private final UnsafeBuffer file = new UnsafeBuffer(ByteBuffer.allocateDirect(LatencyLayout.FILE_LENGTH));
    private final LatencyHistogram histogram = new LatencyHistogram(file);

    @Test
    void shouldBeEmptyAtFirst() {
        LatencySnapshot snapshot = histogram.snapshot();

        assertThat(snapshot.count()).isZero();
        assertThat(snapshot.p50Ns()).isZero();
        assertThat(snapshot.maxNs()).isZero();
    }

    @Test
    void shouldDivideEveryDoublingIntoEightAdjacentBuckets() {
        for (int bucket = 0; bucket < LatencyLayout.BUCKETS - 1; bucket++) {
            long longest = LatencyHistogram.longestNs(bucket);
            assertThat(LatencyHistogram.bucketOf(longest)).isEqualTo(bucket);
            assertThat(LatencyHistogram.bucketOf(longest + 1)).isEqualTo(bucket + 1);
        }
        for (int exponent = 3; exponent < 40; exponent++) {
            int width = LatencyHistogram.bucketOf(2L << exponent) - LatencyHistogram.bucketOf(1L << exponent);
            assertThat(width).isEqualTo(8);
        }
    }

    @Test
    void shouldPutEveryTimeSomewhere() {
        assertThat(LatencyHistogram.bucketOf(Long.MIN_VALUE)).isZero();
        assertThat(LatencyHistogram.bucketOf(-1)).isZero();
        assertThat(LatencyHistogram.bucketOf(15)).isEqualTo(15);
        assertThat(LatencyHistogram.bucketOf(Long.MAX_VALUE)).isEqualTo(LatencyLayout.BUCKETS - 1);
    }

    @Test
    void shouldBeAtMostAnEighthAboveTheTruth() {
        SplittableRandom random = new SplittableRandom(3);
        long[] times = random.longs(50_000, 0, 40)
                .map(bits -> random.nextLong(1L << bits))
                .toArray();

        Arrays.stream(times).forEach(histogram::record);

        Arrays.sort(times);
        LatencySnapshot snapshot = histogram.snapshot();
        for (int percent = 1; percent <= 100; percent++) {
            long truth = times[(int) Math.ceil(times.length * percent / 100.0) - 1];
            assertThat(snapshot.percentileNs(percent)).isBetween(truth, truth + truth / 8 + 1);
        }
        assertThat(snapshot.count()).isEqualTo(times.length);
        assertThat(snapshot.maxNs()).isEqualTo(times[times.length - 1]);
    }

    @Test
    void shouldCountSeveralMessagesAtOnce() {
        histogram.record(100, 98);
        histogram.record(1_000, 2);

        LatencySnapshot snapshot = histogram.snapshot();
        assertThat(snapshot.count()).isEqualTo(100);
        assertThat(snapshot.p50Ns()).isBetween(100L, 112L);
        assertThat(snapshot.p99Ns()).isEqualTo(1_000);
    }

    @Test
    void shouldSurviveGarbageInTheFile() {
        file.setMemory(0, LatencyLayout.FILE_LENGTH, (byte) -1);

        assertThat(histogram.snapshot().p99Ns()).isZero();
    }

    @Test
    void shouldKeepWhatAnEarlierIncarnationRecorded() {
        histogram.record(5);

        LatencyHistogram next = new LatencyHistogram(file);
        next.record(6);

        assertThat(next.snapshot().count()).isEqualTo(2);
    }
}
