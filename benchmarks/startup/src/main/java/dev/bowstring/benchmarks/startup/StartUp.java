package dev.bowstring.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures {@code bowstring run examples/hello/dataflow.yml} from the start of the process to the first line that the
 * printer shows, which includes the 100 ms until the first tick of the greeter's timer.
 *
 * <p>Each state of the data directory is measured several times, the states in turn, so that all see the machine as it is
 * at that time. The jar itself is in the page cache throughout.
 */
public final class StartUp {
    private static final String USAGE = "java -jar startup.jar [runs [bowstring.jar [dataflow.yml]]]";

    private StartUp() {}

    /** What is there from earlier runs. */
    private enum State {
        COLD("nothing: compiles two nodes, no class-data archive"),
        COMPILED("the compiled nodes, no archive"),
        WARM("the compiled nodes and the archive");

        private final String title;

        State(String title) {
            this.title = title;
        }
    }

    /** Run from the root of the repository. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length > 3 || (arguments.length > 0 && !arguments[0].matches("[1-9][0-9]*"))) {
            System.err.println(USAGE);
            System.exit(2);
        }
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
        Path jar = Path.of(arguments.length > 1 ? arguments[1] : "runtime/target/bowstring.jar");
        Path flow = Path.of(arguments.length > 2 ? arguments[2] : "examples/hello/dataflow.yml");
        Path data = Files.createTempDirectory("startup");
        try {
            print(measure(new HelloRun(jar, flow, data), runs));
        } finally {
            HelloRun.delete(data);
        }
    }

    private static Map<State, List<Long>> measure(HelloRun hello, int runs) throws IOException, InterruptedException {
        Map<State, List<Long>> ms = new EnumMap<>(State.class);
        for (State state : State.values()) {
            ms.put(state, new ArrayList<>());
        }
        for (int run = 0; run < runs; run++) {
            for (Map.Entry<State, List<Long>> figures : ms.entrySet()) {
                prepare(hello, figures.getKey());
                figures.getValue().add(hello.firstMessageMs());
            }
        }
        ms.values().forEach(Collections::sort);
        return ms;
    }

    private static void prepare(HelloRun hello, State state) throws IOException, InterruptedException {
        switch (state) {
            case COLD -> {
                hello.forget("classes");
                hello.forget("cds");
            }
            case COMPILED -> hello.forget("cds");
            case WARM -> hello.makeArchive();
        }
    }

    private static void print(Map<State, List<Long>> ms) {
        System.out.println("| in the data directory | first message after, median ms | (range) |");
        System.out.println("|---|---|---|");
        ms.forEach((state, sorted) -> System.out.printf(
                Locale.ROOT,
                "| %s | %d | (%d to %d) |%n",
                state.title,
                median(sorted),
                sorted.get(0),
                sorted.get(sorted.size() - 1)));
        System.out.printf(
                Locale.ROOT,
                "of the first line, compiling the two nodes takes %d ms%n",
                median(ms.getOrDefault(State.COLD, List.of())) - median(ms.getOrDefault(State.COMPILED, List.of())));
    }

    private static long median(List<Long> sorted) {
        return sorted.get(sorted.size() / 2);
    }
}
