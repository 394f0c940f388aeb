package dev.bowstring.runtime.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a process takes of the machine. */
record Footprint(long threads, long descriptors, long residentKiB) {
    private static final Pattern THREADS = Pattern.compile("Threads:\\s+(\\d+)");
    private static final Pattern RESIDENT = Pattern.compile("RssAnon:\\s+(\\d+) kB");

    static final Footprint MOST = new Footprint(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

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

    /** The least of each: what it takes when nothing special is going on. */
    Footprint least(Footprint other) {
        return new Footprint(
                Math.min(threads, other.threads),
                Math.min(descriptors, other.descriptors),
                Math.min(residentKiB, other.residentKiB));
    }
}
