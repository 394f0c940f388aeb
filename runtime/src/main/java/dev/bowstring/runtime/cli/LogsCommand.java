package dev.bowstring.runtime.cli;

import dev.bowstring.runtime.descriptor.TimeSpan;
import dev.bowstring.runtime.logs.LineText;
import dev.bowstring.runtime.logs.LogLevel;
import dev.bowstring.runtime.logs.LogLine;
import dev.bowstring.runtime.logs.LogMerge;
import dev.bowstring.runtime.supervisor.RecordedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code bowstring logs}: what the nodes of a run have printed, as the console shows it. */
@Command(
        name = "logs",
        description = "Shows what the nodes of a run have printed, by time, and what the runtime has said.",
        mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {
    private static final String SUPERVISOR = "supervisor";
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "RUN",
            defaultValue = "",
            description = "The id of a run, or how it begins; default: the newest.")
    private String run = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is printed until the run has ended.")
    private boolean follow;

    @Option(names = "--node", paramLabel = "ID", description = "Only this node; may be given several times.")
    private List<String> only = List.of();

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            defaultValue = "trace",
            description = "Only lines of this level or above: trace, debug, info, warn, error.")
    private LogLevel least = LogLevel.TRACE;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Since.class,
            description = "Only lines since then: a time ago such as 5min, or 2026-01-31T12:00:00.")
    private Instant since = Instant.MIN;

    @Option(
            names = "--grep",
            paramLabel = "REGEX",
            converter = Grep.class,
            description = "Only lines in which this regular expression is found.")
    private @Nullable Pattern grep;

    @Option(names = "--times", description = "Show when each line was printed.")
    private boolean times;

    @Mixin
    private DataDir dataDir = new DataDir();

    @Override
    public Integer call() {
        RecordedRun recorded = RecordedRun.find(dataDir.path(), run);
        try {
            List<String> nodes = LogMerge.nodes(recorded.logs());
            Optional<String> unknown =
                    only.stream().filter(node -> !nodes.contains(node)).findFirst();
            if (unknown.isPresent()) {
                return fail("the run " + recorded.directory().getFileName() + " has no node " + unknown.get()
                        + "; there are " + String.join(", ", nodes));
            }
            try (LogMerge merge = new LogMerge(recorded.logs(), only.isEmpty() ? nodes : only)) {
                show(merge, recorded, nodes);
            }
            return ExitCode.OK;
        } catch (IOException failure) {
            return fail("cannot read " + recorded.logs() + ": " + failure);
        }
    }

    private int fail(String why) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(why);
        err.flush();
        return ExitCode.USAGE;
    }

    private void show(LogMerge merge, RecordedRun recorded, List<String> nodes) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        LineText text = new LineText(
                nodes.stream().filter(node -> !node.equals(SUPERVISOR)).toList(),
                Terminal.OUT.colours(System.getenv(), Terminal.DESCRIPTORS));
        boolean more = true;
        while (more) {
            more = follow && recorded.goesOn(); // asked before the last look: nothing is written behind a no
            showNew(merge, text, out);
            out.flush();
            if (out.checkError()) {
                return; // Nobody reads any more.
            }
            if (more) {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }

    private void showNew(LogMerge merge, LineText text, PrintWriter out) throws IOException {
        long gone = merge.gone();
        for (Optional<LogLine> line = merge.next(); line.isPresent(); line = merge.next()) {
            if (merge.gone() > gone) {
                out.println(
                        LineText.NOTE + (merge.gone() - gone) + " lines before this one are not in the logs any more");
                gone = merge.gone();
            }
            line.filter(this::wanted).ifPresent(wanted -> out.println(shown(wanted, text)));
        }
    }

    private boolean wanted(LogLine line) {
        return line.level().isAtLeast(least)
                && !line.time().isBefore(since)
                && (grep == null || grep.matcher(line.text()).find());
    }

    private String shown(LogLine line, LineText text) {
        String shown = line.node().equals(SUPERVISOR) ? LineText.NOTE + line.text() : text.of(line);
        return times ? line.time() + " " + shown : shown;
    }

    /** A time ago, or a moment, of the local clock unless it says otherwise. */
    static final class Since implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            return TimeSpan.parse(text).map(ago -> Instant.now().minus(ago)).orElseGet(() -> moment(text));
        }

        private static Instant moment(String text) {
            try {
                return text.endsWith("Z")
                        ? Instant.parse(text)
                        : LocalDateTime.parse(text)
                                .atZone(ZoneId.systemDefault())
                                .toInstant();
            } catch (DateTimeParseException noMoment) {
                throw new TypeConversionException(
                        "`" + text + "` is no time such as 5min, 2026-01-31T12:00:00 or 2026-01-31T12:00:00Z");
            }
        }
    }

    /** A regular expression, or a sentence why it is none. */
    static final class Grep implements ITypeConverter<Pattern> {
        @Override
        public Pattern convert(String text) {
            try {
                return Pattern.compile(text);
            } catch (PatternSyntaxException wrong) {
                throw new TypeConversionException("`" + text + "` is no regular expression: " + wrong.getDescription());
            }
        }
    }
}
