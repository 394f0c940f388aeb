package dev.bowstring.runtime.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a process takes, as the kernel says.
 *
 * @param cpuMs processor time; -1 if it is unknown
 * @param cpuPercent that time per time since it began, 100 for one CPU; -1 if it is unknown
 * @param rssBytes memory in RAM, shared memory included; -1 if it is unknown
 */
public record Usage(long cpuMs, double cpuPercent, long rssBytes) {
    /** Nothing is known: the process is gone, another's, or a stranger has its number. */
    public static final Usage UNKNOWN = new Usage(-1, -1, -1);

    private static final String RSS = "VmRSS:";

    /**
     * Of a process that was started as a node: if its environment says so, the number has not been given to a stranger.
     *
     * @param run the directory of the run
     */
    public static Usage ofNode(long pid, Path run, String node) {
        try {
            String variables = new String(Files.readAllBytes(file(pid, "environ")), UTF_8); // as paths are
            List<String> environment = Arrays.asList(variables.split("\0", -1));
            boolean ours =
                    environment.contains("BOWSTRING_RUN_DIR=" + run) && environment.contains("BOWSTRING_NODE=" + node);
            return ours ? of(pid) : UNKNOWN;
        } catch (IOException gone) {
            return UNKNOWN;
        }
    }

    /** Of any process. */
    public static Usage of(long pid) {
        Optional<ProcessHandle.Info> info = ProcessHandle.of(pid).map(ProcessHandle::info);
        Optional<Duration> cpu = info.flatMap(ProcessHandle.Info::totalCpuDuration);
        Optional<Duration> age = info.flatMap(ProcessHandle.Info::startInstant)
                .map(start -> Duration.between(start, Instant.now()))
                .filter(since -> !since.isNegative() && !since.isZero());
        if (cpu.isEmpty()) {
            return UNKNOWN;
        }
        long cpuMs = cpu.get().toMillis();
        double percent =
                age.map(since -> 100.0 * cpuMs / Math.max(1, since.toMillis())).orElse(-1.0);
        return new Usage(cpuMs, percent, rss(pid));
    }

    private static long rss(long pid) {
        try {
            return Files.readAllLines(file(pid, "status"), ISO_8859_1).stream()
                    .filter(line -> line.startsWith(RSS))
                    .map(line -> line.substring(RSS.length()).replace("kB", "").strip())
                    .filter(digits -> digits.matches("[0-9]{1,15}"))
                    .map(digits -> Long.parseLong(digits) << 10)
                    .findFirst()
                    .orElse(-1L);
        } catch (IOException gone) {
            return -1;
        }
    }

    private static Path file(long pid, String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
