package dev.bowstring.benchmarks.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a measurement was made on. */
public final class Machine {
    private Machine() {}

    /** By name: processor, memory, kernel, JDK, commit, date, load, command. */
    public static Map<String, String> describe(String command, Path repository) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("command", command);
        all.put(
                "date",
                OffsetDateTime.now(ZoneOffset.UTC)
                        .truncatedTo(ChronoUnit.MINUTES)
                        .toString());
        all.put("commit", git(repository));
        all.put("processor", field("/proc/cpuinfo", "model name"));
        all.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        all.put("hypervisor", field("/proc/cpuinfo", "flags").contains("hypervisor") ? "yes, a virtual machine" : "no");
        all.put("memory", field("/proc/meminfo", "MemTotal"));
        all.put("system", field("/etc/os-release", "PRETTY_NAME").replace("\"", ""));
        all.put("kernel", System.getProperty("os.version"));
        all.put("JDK", System.getProperty("java.vm.vendor") + " " + Runtime.version());
        all.put("load when it began", read("/proc/loadavg").strip());
        return all;
    }

    private static String field(String file, String key) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.replaceFirst("^[^:=]*[:=]\\s*", ""))
                .findFirst()
                .orElse("unknown");
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException absent) {
            return ""; // not every system has it
        }
    }

    /** The commit of a working tree, {@code -dirty} if it was changed since; "unknown" where git is not. */
    public static String git(Path repository) {
        try {
            Process git = new ProcessBuilder(List.of(
                            "git", "-C", repository.toString(), "describe", "--always", "--dirty", "--abbrev=10"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? "unknown" : text;
        } catch (IOException absent) {
            return "unknown";
        }
    }
}
