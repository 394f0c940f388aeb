package dev.bowstring.benchmarks.link;

import dev.bowstring.transport.log.ArenaGrowth;
import dev.bowstring.transport.log.InputLog;
import dev.bowstring.transport.log.Machine;
import dev.bowstring.transport.log.OutputFiles;
import dev.bowstring.transport.log.OutputLog;
import dev.bowstring.transport.log.OutputPlan;
import dev.bowstring.transport.log.OutputPlan.ReaderPlan;
import dev.bowstring.transport.log.OutputStore;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One output and its readers, all in this process, in a run directory of its own in shared memory. */
public final class LocalOutput implements AutoCloseable {
    private static final String NODE = "source";
    private static final String OUTPUT = "out";
    private static final int PINS = 16;

    private final RunDirectory run;
    private final OutputStore store;
    private final List<Segment> doorbells = new ArrayList<>();
    private final OutputLog log;
    private final List<InputLog> inputs = new ArrayList<>();

    /** Creates all files; readers that block have a queue of {@code queueSize}. */
    public LocalOutput(int readers, boolean blocking, int queueSize) {
        run = new RunDirectory(temporaryDirectory());
        List<ReaderPlan> plans = new ArrayList<>();
        doorbells.add(RawFiles.doorbell(run, NODE));
        for (int i = 0; i < readers; i++) {
            plans.add(new ReaderPlan("sink" + i + "/in", blocking, queueSize, PINS));
            doorbells.add(RawFiles.doorbell(run, "sink" + i));
        }
        store = OutputStore.create(run, new OutputPlan(NODE, OUTPUT, plans, 64L << 20, 64L << 20));
        log = new OutputLog(OutputFiles.map(run, NODE, OUTPUT), ArenaGrowth.NONE, Machine.HARDWARE);
        for (int i = 0; i < readers; i++) {
            inputs.add(InputLog.open(run, NODE, OUTPUT, i));
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory(Path.of("/dev/shm"), "jmh");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The publisher's end. */
    public OutputLog log() {
        return log;
    }

    /** A reader's end. */
    public InputLog input(int reader) {
        return inputs.get(reader);
    }

    @Override
    public void close() {
        inputs.forEach(InputLog::close);
        log.close();
        store.close();
        doorbells.forEach(Segment::close);
        try (Stream<Path> files = Files.walk(run.path())) {
            files.sorted(Comparator.reverseOrder()).forEach(Segment::delete);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
