package dev.bowstring.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many processes the kernel has killed for want of memory: in the cgroup of this process, which is that of its nodes,
 * and on the whole machine.
 */
final class OomKills {
    private static final String COUNTER = "oom_kill ";

    private final Path proc;
    private final Path cgroups;

    /**
     * What had been counted at some time.
     *
     * @param cgroup in the cgroup; empty where it does not say
     * @param machine on the machine; empty where it does not say
     */
    record Count(OptionalLong cgroup, OptionalLong machine) {}

    /** @param cgroups where control groups are mounted */
    OomKills(Path proc, Path cgroups) {
        this.proc = proc;
        this.cgroups = cgroups;
    }

    static OomKills ofThisMachine() {
        return new OomKills(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
    }

    Count look() {
        return new Count(inCgroup(), counter(proc.resolve("vmstat")));
    }

    /** Version 2 has one hierarchy, {@code 0::/path}; version 1 one for memory, {@code 5:memory:/path}. */
    private OptionalLong inCgroup() {
        for (String line : lines(proc.resolve("self/cgroup"))) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3 && List.of(fields[1].split(",", -1)).contains("memory")) {
                return counter(cgroups.resolve("memory"), fields[2], "memory.oom_control");
            }
        }
        return lines(proc.resolve("self/cgroup")).stream()
                .filter(line -> line.startsWith("0::"))
                .findFirst()
                .map(line -> counter(cgroups, line.substring(3), "memory.events"))
                .orElse(OptionalLong.empty());
    }

    /** A container may see its own group as the root. */
    private static OptionalLong counter(Path hierarchy, String path, String file) {
        OptionalLong own =
                counter(hierarchy.resolve(path.replaceFirst("^/+", "")).resolve(file));
        return own.isPresent() ? own : counter(hierarchy.resolve(file));
    }

    private static OptionalLong counter(Path file) {
        Optional<String> line =
                lines(file).stream().filter(each -> each.startsWith(COUNTER)).findFirst();
        String digits =
                line.map(each -> each.substring(COUNTER.length()).strip()).orElse("");
        return digits.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unknown) {
            return List.of(); // No such hierarchy here: then it is not known.
        }
    }
}
