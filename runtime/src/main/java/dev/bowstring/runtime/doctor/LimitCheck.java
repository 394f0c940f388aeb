package dev.bowstring.runtime.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the kernel lets one process, and one user, have. */
record LimitCheck(Path proc) implements Check {
    private static final String ABOUT = "limits";
    /** Name, soft limit, hard limit, unit. */
    private static final Pattern LINE = Pattern.compile("(Max .*?) {2,}(\\S+) +(\\S+).*");

    /** The least that suffices for a dataflow of some ten nodes. */
    private record Limit(String name, String shown, long enough, String cure) {}

    private static final List<Limit> LIMITS = List.of(
            new Limit(
                    "Max open files",
                    "open files (hard)",
                    1_024,
                    "raise it: `ulimit -Hn`, or LimitNOFILE of the service"),
            new Limit(
                    "Max processes",
                    "processes and threads",
                    1_024,
                    "raise it: `ulimit -u`, or TasksMax of the service"),
            new Limit("Max locked memory", "locked memory", 0, ""));

    @Override
    public List<Finding> look() {
        List<String> lines = lines(proc.resolve("self/limits"));
        List<Finding> findings = new ArrayList<>();
        for (Limit limit : LIMITS) {
            for (String line : lines) {
                Matcher parts = LINE.matcher(line);
                if (parts.matches() && parts.group(1).equals(limit.name())) {
                    boolean files = limit.name().equals("Max open files"); // A JVM raises its own to the hard one.
                    findings.add(finding(limit, files ? parts.group(3) : parts.group(2)));
                }
            }
        }
        findings.addAll(
                number("sys/vm/max_map_count", "memory mappings of a process", 65_530, "sysctl vm.max_map_count"));
        if (lines.isEmpty()) {
            findings.add(Finding.warning(ABOUT, "they cannot be read from " + proc, "mount /proc"));
        }
        return findings;
    }

    private static Finding finding(Limit limit, String value) {
        boolean few = value.matches("[0-9]{1,18}") && Long.parseLong(value) < limit.enough();
        return few
                ? Finding.warning(ABOUT, limit.shown() + ": " + value, limit.cure())
                : Finding.ok(ABOUT, limit.shown() + ": " + value);
    }

    private List<Finding> number(String file, String shown, long enough, String name) {
        List<String> lines = lines(proc.resolve(file));
        return lines.isEmpty()
                ? List.of()
                : List.of(finding(
                        new Limit("", shown, enough, "raise it: `" + name + "`"),
                        lines.get(0).strip()));
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unknown) {
            return List.of(); // Not told here; a container may hide it.
        }
    }
}
