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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An output over real files, with one lossy reader, whose publisher is this test. */
abstract class OneOutput {
    static final int ARENA = 128 + 1024;

    @TempDir
    Path directory;

    RunDirectory run;
    String output = "out";
    OutputStore store;
    OutputLog log;
    ArenaGrowth growth = ArenaGrowth.NONE;
    long nowNs;
    int rings;
    final List<Integer> asked = new ArrayList<>();

    @BeforeEach
    void openOutput() throws IOException {
        run = new RunDirectory(directory.resolve("run"));
        for (String node : List.of("source", "sink")) {
            Files.createDirectories(run.node(node));
            Segment.create(
                            run.doorbell(node),
                            new SegmentHeader(SegmentKind.DOORBELL, DoorbellLayout.FILE_LENGTH, 0, 0, run.runId()))
                    .close();
        }
        List<ReaderPlan> readers = List.of(new ReaderPlan("sink/in", false, 3, 4));
        store = OutputStore.create(run, new OutputPlan("source", "out", readers, ARENA, 3 * ARENA));
        log = open();
    }

    final OutputLog open() {
        ArenaGrowth asking = (index, bytes) -> {
            asked.add(index);
            return growth.grow(index, bytes);
        };
        Machine machine = new Machine(Fence.HARDWARE, () -> nowNs);
        return new OutputLog(OutputFiles.map(run, "source", output), asking, machine, () -> rings++);
    }

    @AfterEach
    void closeOutput() {
        log.close();
        store.close();
    }

    final ArenaGrowth.Answer addArena(int index, long bytes) {
        assertThat(store.addArena(ARENA)).isEqualTo(index);
        return ArenaGrowth.Answer.ANNOUNCED;
    }

    /** A message that is all in its message block. */
    final boolean send(long bytes) {
        Block block = log.reserve(bytes);
        if (block == null) {
            return false;
        }
        block.buffer().setMemory((int) block.offset(), MessageBlockLayout.HEADER_LENGTH, (byte) 0);
        block.buffer().putInt((int) block.offset() + MessageBlockLayout.TOTAL_BYTES, (int) bytes);
        return log.publish(new Payload(block).describe((int) bytes, 0, 1, 0)) == Room.ROOM;
    }
}
