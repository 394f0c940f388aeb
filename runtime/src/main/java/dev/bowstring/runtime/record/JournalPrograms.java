package dev.bowstring.runtime.record;

import dev.bowstring.runtime.recording.RecordingException;
import dev.bowstring.transport.control.ControlException;
import dev.bowstring.transport.journal.JournalException;
import dev.bowstring.transport.segment.SegmentException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Chooses among the programs of this package. */
public final class JournalPrograms {
    private static final int USAGE = 2;

    private JournalPrograms() {}

    /**
     * Runs one to its end, in the calling thread; returns the exit code.
     *
     * @param onStop takes what a program does when somebody asks for its end, if it does not just end
     */
    public static int run(Consumer<Runnable> onStop, String... args) {
        List<String> arguments = List.of(args);
        try {
            List<String> rest = arguments.subList(1, arguments.size());
            return arguments.get(0).equals("record")
                    ? Recorder.readAlong(RecorderSettings.of(rest), onStop)
                    : run(arguments.get(0), rest);
        } catch (JournalException | RecordingException | ControlException | SegmentException | IOException wrong) {
            System.err.println(wrong.getMessage());
            return USAGE;
        }
    }

    private static int run(String program, List<String> rest) throws IOException {
        return switch (program) {
            case "recorder" -> Recorder.run(Path.of(rest.get(0)), rest.subList(1, rest.size()), System.getenv());
            case "replayer" -> Replayer.run(rest, System.getenv());
            case "info" -> new InfoProgram(recording(rest), System.out).info();
            case "verify" -> new InfoProgram(recording(rest), System.out).verify();
            case "cat" -> new CatProgram(recording(rest), Boolean.parseBoolean(rest.get(2)), System.out).run();
            case "export" ->
                new ExportProgram(recording(rest), Path.of(rest.get(2)), ExportFormat.valueOf(rest.get(3))).run();
            default -> throw new IllegalArgumentException("journal programs: program=" + program);
        };
    }

    private static Recording recording(List<String> arguments) {
        return Recording.open(Path.of(arguments.get(0)), arguments.get(1));
    }
}
