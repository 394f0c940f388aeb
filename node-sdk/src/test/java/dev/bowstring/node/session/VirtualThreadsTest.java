package dev.bowstring.node.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import dev.bowstring.node.RunFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stages on threads that cost nothing to block. */
@Timeout(60)
class VirtualThreadsTest {

    @Test
    void shouldBlockAVirtualThreadOnAStage(@TempDir Path directory) throws Exception {
        Assumptions.assumeTrue(Runtime.version().feature() >= 21, "the JDK has no virtual threads");
        List<Long> received = new ArrayList<>();
        try (RunFixture run = new RunFixture(directory)
                .output("source", "rows")
                .blocking("sink", "rows", "source/rows", 2)
                .start()) {
            Thread reader = startVirtual(() -> read(run.node("sink"), received));
            Thread writer = startVirtual(() -> write(run));
            writer.join(TimeUnit.SECONDS.toMillis(30));
            reader.join(TimeUnit.SECONDS.toMillis(30));
        }
        assertThat(received)
                .containsExactlyElementsOf(LongStream.range(0, 100).boxed().toList());
    }

    private static Thread startVirtual(Runnable action) throws ReflectiveOperationException {
        return (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, action);
    }

    private static void read(Node node, List<Long> received) {
        while (received.size() < 100) {
            Event event = node.nextEvent().toCompletableFuture().join();
            Message message = (Message) event;
            received.add(message.vector(BigIntVector.class).get(0));
            message.close();
        }
    }

    private static void write(RunFixture run) {
        Output output = run.output("source/rows");
        for (long i = 0; i < 100; i++) {
            try (BigIntVector vector = new BigIntVector("n", output.allocator())) {
                vector.setSafe(0, i);
                vector.setValueCount(1);
                output.sendAsync(vector).toCompletableFuture().join();
            }
        }
    }
}
