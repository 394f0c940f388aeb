package dev.bowstring.transport.arena;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GivenBackHammerTest {
    private static final int THREADS = 3;
    private static final int BLOCKS = 60_000;

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void shouldLoseNoCountThatSeveralThreadsGiveBackAtOnce() throws Exception {
        Arena arena = new Arena();
        int size = 128 + 64 * 512;
        arena.addFile(0, new UnsafeBuffer(new byte[size]), 1 << 20, size);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<BlockingQueue<Block>> queues = new ArrayList<>();
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                BlockingQueue<Block> queue = new ArrayBlockingQueue<>(64);
                queues.add(queue);
                ends.add(threads.submit(() -> {
                    for (int n = 0; n < BLOCKS; n++) {
                        arena.giveBack(queue.take());
                    }
                    return null;
                }));
            }

            handOutToAll(arena, queues);

            for (Future<?> end : ends) {
                end.get();
            }
            arena.drainGivenBack();
            assertThat(arena.used()).isZero();
            assertThat(arena.allocateWarm(arena.touched())).isNotNull();
        } finally {
            threads.shutdownNow();
            assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Every block goes to all threads, with a count for each, so that they push the same block at once. */
    private static void handOutToAll(Arena arena, List<BlockingQueue<Block>> queues) throws InterruptedException {
        for (int n = 0; n < BLOCKS; n++) {
            arena.drainGivenBack();
            Block block = arena.allocateWarm(64);
            if (block == null) {
                block = arena.allocateFresh(64);
            }
            while (block == null) {
                Thread.onSpinWait();
                arena.drainGivenBack();
                block = arena.allocateWarm(64);
            }
            for (int i = 1; i < queues.size(); i++) {
                arena.hold(block);
            }
            for (BlockingQueue<Block> queue : queues) {
                queue.put(block);
            }
        }
    }
}
