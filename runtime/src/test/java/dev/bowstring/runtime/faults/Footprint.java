package dev.bowstring.runtime.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a process takes of the machine. */
record Footprint(long threads, long descriptors, long residentKiB) {
    private static final Pattern THREADS = Pattern.compile("Threads:\\s+(\\d+)");
    private static final Pattern RESIDENT = Pattern.compile("RssAnon:\\s+(\\d+) kB");

    /** As it is now; what lies in shared memory does not count. */
    static Footprint of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        String status = Files.readString(process.resolve("status"));
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return new Footprint(number(THREADS, status), open.count(), number(RESIDENT, status));
        }
    }

    private static long number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("status: no " + pattern);
        }
        return Long.parseLong(matcher.group(1));
    }

    /** The median of each. */
    static Footprint median(List<Footprint> some) {
        return new Footprint(
                median(some, Footprint::threads),
                median(some, Footprint::descriptors),
                median(some, Footprint::residentKiB));
    }

    private static long median(List<Footprint> some, ToLongFunction<Footprint> figure) {
        return some.stream()
                .mapToLong(figure)
                .sorted()
                .skip(some.size() / 2)
                .findFirst()
                .orElseThrow();
    }
}
