package dev.bowstring.benchmarks.latency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One way latency between two nodes, beside the least that two JVMs need on this machine, in one run. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        description = "Measures half round trips between two node processes, and the floor in turn with them.")
public final class LatencySuite implements Callable<Integer> {
    @Option(names = "--sizes", split = ",", defaultValue = "8,512,4096,40960,409600,4194304,41943040")
    private List<Integer> sizes = List.of();

    @Option(names = "--idle", split = ",", defaultValue = "spinning,blocking")
    private List<String> idles = List.of();

    @Option(
            names = "--faces",
            split = ",",
            defaultValue = "BLOCKING",
            description = "How the nodes read their events: BLOCKING, STAGES, PUBLISHER.")
    private List<Face> faces = List.of();

    @Option(names = "--in-place", description = "Leaves out payloads that are written and read.")
    private boolean inPlaceOnly;

    @Option(names = "--runs", defaultValue = "3", description = "Runs of each case; the table has their medians.")
    private int runs;

    @Option(names = "--runtime", defaultValue = "runtime/target/bowstring.jar", description = "The runtime's jar.")
    private Path runtime = Path.of("");

    /** Runs the suite. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LatencySuite()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Path ownJar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
        Path scratch = Files.createTempDirectory(Path.of("/dev/shm"), "latency");
        try {
            Runs measure = new Runs(runtime.toAbsolutePath(), ownJar, scratch);
            LatencyTable table = new LatencyTable(System.out);
            for (Case what : cases()) {
                table.row(what, rounds(measure, what));
            }
        } finally {
            delete(scratch);
        }
        return 0;
    }

    private List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String idle : idles) {
            for (boolean fill : inPlaceOnly ? new boolean[] {false} : new boolean[] {false, true}) {
                for (int size : sizes) {
                    faces.forEach(face -> cases.add(new Case(size, idle, face, fill)));
                }
            }
        }
        return cases;
    }

    /** In turn, so that both see the machine as it is at that time. */
    private List<Round> rounds(Runs measure, Case what) {
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            Histogram floor = measure.floor(what);
            Histogram bowstring = measure.bowstring(what);
            rounds.add(new Round(floor, bowstring));
        }
        return rounds;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
