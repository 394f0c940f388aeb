package dev.bowstring.benchmarks.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What the kernel says of a process. */
final class ProcessFigures {
    private static final double TICKS_PER_SECOND = 100;
    private static final double KIB_PER_MIB = 1024;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private ProcessFigures() {}

    static double cpuSeconds(long pid) {
        String stat = read(pid, "stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) / TICKS_PER_SECOND;
    }

    /** What it takes in all, its share where pages are shared, and what is its own alone. */
    static void memory(String who, long pid, Map<String, Double> figures) {
        double own = 0;
        for (String line : read(pid, "smaps_rollup").split("\n", -1)) {
            String[] words = line.split("\\s+", -1);
            switch (words[0]) {
                case "Rss:" -> figures.put(who + " RSS MiB", mib(words[1]));
                case "Pss:" -> figures.put(who + " PSS MiB", mib(words[1]));
                case "Private_Clean:", "Private_Dirty:" -> own += mib(words[1]);
                default -> {
                    // Of no interest.
                }
            }
        }
        figures.put(who + " private MiB", own);
    }

    private static double mib(String kib) {
        return Long.parseLong(kib) / KIB_PER_MIB;
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
