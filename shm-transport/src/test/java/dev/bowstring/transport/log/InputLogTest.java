package dev.bowstring.transport.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.layout.MessageBlockLayout;
import dev.bowstring.transport.log.OutputPlan.ReaderPlan;
import dev.bowstring.transport.segment.Fence;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentHeader;
import dev.bowstring.transport.segment.SegmentKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A reader's end as its node uses it, over real files. */
@Timeout(30)
final class InputLogTest {
    @TempDir
    private Path directory;

    private OutputStore store;
    private OutputLog output;
    private InputLog input;
    private Runnable inRelease = () -> {};
    private int pinsFreed;

    @BeforeEach
    void openBothEnds() throws IOException {
        RunDirectory run = new RunDirectory(directory.resolve("run"));
        for (String node : List.of("source", "sink")) {
            Files.createDirectories(run.node(node));
            SegmentHeader bell = new SegmentHeader(SegmentKind.DOORBELL, DoorbellLayout.FILE_LENGTH, 0, 0, run.runId());
            Segment.create(run.doorbell(node), bell).close();
        }
        List<ReaderPlan> readers = List.of(new ReaderPlan("sink/in", false, 3, 4));
        store = OutputStore.create(run, new OutputPlan("source", "out", readers, 4096, 4096));
        output = new OutputLog(OutputFiles.map(run, "source", "out"), ArenaGrowth.NONE, Machine.HARDWARE);
        Fence fence = new Fence() {
            @Override
            public void full() {
                inRelease.run();
            }

            @Override
            public void load() {}
        };
        input = InputLog.open(run, "source", "out", 0, fence, () -> pinsFreed++);
    }

    @AfterEach
    void closeBothEnds() {
        input.close();
        output.close();
        store.close();
    }

    private Taken take() {
        Block block = output.reserve(MessageBlockLayout.HEADER_LENGTH);
        block.buffer().setMemory((int) block.offset(), MessageBlockLayout.HEADER_LENGTH, (byte) 0);
        output.publish(new Payload(block).describe(MessageBlockLayout.HEADER_LENGTH, 0, 1, 0));
        Taken taken = new Taken();
        assertThat(input.poll(taken)).isEqualTo(Poll.TAKEN);
        return taken;
    }

    @Test
    void shouldSurviveAReleaseThatIsUnderWayWhenItIsClosed() {
        Taken taken = take();
        inRelease = () -> {
            assertThat(input.held()).as("nothing says that somebody is in here").isZero();
            input.close();
        };

        input.release(taken.pin());

        assertThat(pinsFreed).isEqualTo(1);
    }

    @Test
    void shouldTellItsConsumerThatAPinIsFree() {
        Taken taken = take();
        assertThat(pinsFreed).isZero();

        input.release(taken.pin());

        assertThat(pinsFreed).isEqualTo(1);
    }
}
