package dev.bowstring.node.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Output;
import dev.bowstring.node.RunFixture;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many events through each way of reading; {@code -Dbowstring.events=1000000} for as many. */
@Timeout(600)
class FaceEnduranceTest {
    private static final int EVENTS = Integer.getInteger("bowstring.events", 40_000);
    private static final long GROWTH_BYTES = 4 << 20;

    private long received;
    private long heapInTheMiddle;

    @ParameterizedTest
    @EnumSource
    void shouldGrowNeitherHeapNorPins(FaceUnderTest face, @TempDir Path directory) {
        try (RunFixture run = new RunFixture(directory)
                .output("source", "rows")
                .blocking("sink", "rows", "source/rows", 100)
                .start()) {
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> send(run));
            face.readAll(run.node("sink"), this::count);
            sender.join();

            assertThat(received).isEqualTo(EVENTS);
            assertThat(run.account("source/rows", 0).received()).isEqualTo(EVENTS);
            assertThat(usedHeap() - heapInTheMiddle).isLessThan(GROWTH_BYTES);
        }
    }

    private void count(Event event) {
        if (event instanceof Message) {
            received++;
            if (received == EVENTS / 2) {
                heapInTheMiddle = usedHeap();
            }
        }
    }

    private static void send(RunFixture run) {
        Output output = run.output("source/rows");
        try (BigIntVector vector = new BigIntVector("n", output.allocator())) {
            for (int i = 0; i < EVENTS; i++) {
                vector.setSafe(0, i);
                vector.setValueCount(1);
                output.send(vector);
            }
        }
        run.end("source");
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
