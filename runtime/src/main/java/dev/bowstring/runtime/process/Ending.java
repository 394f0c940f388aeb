package dev.bowstring.runtime.process;

import dev.bowstring.runtime.logs.LastLines;
import dev.bowstring.runtime.logs.LineSink;
import dev.bowstring.runtime.logs.LogLine;
import dev.bowstring.runtime.logs.LogSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is known of a process when it has ended, for {@link ExitCause}. Takes what it prints, from any thread. */
final class Ending implements LineSink {
    private final List<String> command;
    private final OomKills oomKills;
    private final OomKills.Count before;
    private final LastLines out = new LastLines(LogSource.STDOUT);
    private final LastLines err = new LastLines(LogSource.STDERR);

    /**
     * To be made before the process is.
     *
     * @param command how it is started
     */
    Ending(List<String> command, OomKills oomKills) {
        this.command = command;
        this.oomKills = oomKills;
        this.before = oomKills.look();
    }

    @Override
    public void accept(LogLine line) {
        out.accept(line);
        err.accept(line);
    }

    /** Why it ended. */
    String cause(long pid, int exitCode) {
        List<String> lines = new ArrayList<>(err.lines());
        lines.addAll(out.lines()); // A JVM says on stdout that its heap is exhausted.
        return ExitCause.describe(exitCode, new ExitCause.Evidence(isJvm(), program(), lines, memory()))
                + report(pid).map(file -> "; its crash report is " + file).orElse("");
    }

    private boolean isJvm() {
        return errorFile().isPresent();
    }

    private Optional<String> errorFile() {
        return command.stream()
                .filter(word -> word.startsWith(NodeJvm.ERROR_FILE))
                .map(word -> word.substring(NodeJvm.ERROR_FILE.length()))
                .findFirst();
    }

    private Optional<Path> report(long pid) {
        return errorFile()
                .map(name -> Path.of(name.replace("%p", Long.toString(pid))))
                .filter(Files::exists);
    }

    /** The program itself, not what binds it to CPUs. */
    private String program() {
        return command.isEmpty() ? "" : command.get(command.size() > 3 && isBound() ? 3 : 0);
    }

    private boolean isBound() {
        return command.get(0).endsWith("/taskset") && command.get(1).equals("--cpu-list");
    }

    private ExitCause.Memory memory() {
        OomKills.Count now = oomKills.look();
        if (rose(before.cgroup(), now.cgroup())) {
            return ExitCause.Memory.EXHAUSTED_HERE;
        }
        if (rose(before.machine(), now.machine())) {
            return ExitCause.Memory.EXHAUSTED_SOMEWHERE;
        }
        return now.machine().isPresent() && before.machine().isPresent()
                ? ExitCause.Memory.NOT_EXHAUSTED
                : ExitCause.Memory.UNKNOWN;
    }

    private static boolean rose(OptionalLong before, OptionalLong now) {
        return before.isPresent() && now.isPresent() && now.getAsLong() > before.getAsLong();
    }
}
