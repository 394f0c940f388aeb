package dev.bowstring.runtime.faults;

import dev.bowstring.node.Output;
import dev.bowstring.transport.log.ArenaGrowth;
import dev.bowstring.transport.log.Machine;
import dev.bowstring.transport.log.OutputFiles;
import dev.bowstring.transport.log.OutputLog;
import dev.bowstring.transport.segment.RunDirectory;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A publisher's memory: what its book-keeping takes for used, and what follows from the window and the pins (L4). */
final class OwnMemory {
    private static final Pattern LINE = Pattern.compile("memory used=(\\d+) needed=(\\d+) window=(\\d+) pins=(\\d+)");
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long PAUSE_NS = 5_000_000;

    private final Path run = Path.of(System.getenv("BOWSTRING_RUN_DIR"));
    private final String node = System.getenv("BOWSTRING_NODE");
    private final String output;
    private final OutputLog log;

    OwnMemory(Output output) {
        this.output = output.id();
        this.log = log(output);
    }

    /**
     * What a publisher has found when nobody published or read any more.
     *
     * @param used bytes that it takes for used, once all was given back that can be
     * @param needed bytes that the window and the pins need, as its next life would find them
     * @param window how many messages a reader may still take
     * @param pins how many messages are held
     */
    record Told(long used, long needed, long window, long pins) {
        /** Blocks, or bytes, that nobody will ever give back; every reader has let go of what it held. */
        long leaked() {
            return used - needed + pins;
        }
    }

    /** All that publishers have told in a text. */
    static Stream<Told> in(String text) {
        return LINE.matcher(text)
                .results()
                .map(line -> new Told(
                        Long.parseLong(line.group(1)),
                        Long.parseLong(line.group(2)),
                        Long.parseLong(line.group(3)),
                        Long.parseLong(line.group(4))));
    }

    private static OutputLog log(Output output) {
        try {
            Field field = output.getClass().getDeclaredField("log");
            field.setAccessible(true);
            return (OutputLog) field.get(output);
        } catch (ReflectiveOperationException renamed) {
            throw new IllegalStateException("the log of an output is not where it was", renamed);
        }
    }

    /** Waits until the readers have come to the end and hold nothing, and tells what is still in use then, or after a while. */
    void tell(long leastWindow) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        Told told = look();
        while ((told.leaked() != 0 || told.window > leastWindow) && System.nanoTime() < deadlineNs) {
            LockSupport.parkNanos(PAUSE_NS);
            told = look();
        }
        System.out.println("memory used=" + told.used + " needed=" + told.needed + " window=" + told.window + " pins="
                + told.pins);
    }

    private Told look() {
        log.reclaim();
        long used = log.used();
        OutputFiles files = OutputFiles.map(new RunDirectory(run), node, output);
        try (OutputLog again = new OutputLog(files, ArenaGrowth.NONE, Machine.HARDWARE);
                Books books = new Books(run, node, output)) {
            long pins = books.readers().stream()
                    .mapToLong(reader -> reader.pins().size())
                    .sum();
            return new Told(used, again.used(), books.tail() - books.oldest(), pins);
        }
    }
}
