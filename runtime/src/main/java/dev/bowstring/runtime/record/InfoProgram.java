package dev.bowstring.runtime.record;

import dev.bowstring.runtime.recording.RecordingDirectory;
import dev.bowstring.transport.journal.JournalDirectory;
import dev.bowstring.transport.journal.JournalException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code recording info} and {@code recording verify}. */
final class InfoProgram {
    private static final int DAMAGED = 1;
    private static final String WITHOUT_RECORDER = "published while no recorder was there, which is not lossless";
    private static final String NEVER_BEGUN = ": has no journal; it was deleted, or recording ended before it began";
    private static final String OVERTAKEN = "counted by the recorder, which was too slow or not there";

    private final Recording recording;
    private final PrintStream out;

    InfoProgram(Recording recording, PrintStream out) {
        this.recording = recording;
        this.out = out;
    }

    /** Says what is in it; the exit code, 0 unless a journal cannot be read at all. */
    int info() {
        boolean readable = true;
        RecordingDirectory.Facts facts = recording.directory().facts();
        out.println("recording  " + recording.directory().path());
        out.println("run        " + facts.run() + ", begun " + facts.begun());
        out.println("dataflow   " + facts.dataflow() + ", " + facts.file());
        out.println("policy     " + facts.policy());
        out.println("versions   " + facts.bowstring() + ", java " + facts.java());
        for (Map.Entry<String, JournalDirectory> journal : recording.journals().entrySet()) {
            Optional<JournalCheck> read = check(journal);
            if (read.isEmpty()) {
                readable = false;
                continue;
            }
            JournalCheck check = read.get();
            out.printf(
                    Locale.ROOT,
                    "output     %s: %,d messages, %,d missed, %,d rows, %,d bytes in %d files%n",
                    journal.getKey(),
                    check.messages(),
                    check.missed(),
                    check.rows(),
                    check.bytes(),
                    journal.getValue().queueFiles().size());
            if (check.messages() > 0) {
                Instant begin = instant(check.first().wallTimeNs());
                Instant end = instant(check.last().wallTimeNs());
                out.println("           from " + begin + " to " + end + " (" + Duration.between(begin, end) + ")"
                        + ", sequence " + check.first().sequence() + " to "
                        + check.last().sequence() + ", records " + check.firstPosition() + " to "
                        + check.lastPosition());
            }
        }
        recording.neverBegun().forEach(output -> out.println("output     " + output + NEVER_BEGUN));
        return readable ? 0 : DAMAGED;
    }

    /** Reads a journal to its end; empty when it cannot be read at all, which is told. */
    private Optional<JournalCheck> check(Map.Entry<String, JournalDirectory> journal) {
        try {
            return Optional.of(JournalCheck.of(journal.getValue()));
        } catch (JournalException unreadable) {
            out.println("BAD  " + journal.getKey() + ": " + unreadable.getMessage());
            return Optional.empty();
        }
    }

    /** Looks for gaps and damage; 0 when nothing is missing that should be there. */
    int verify() {
        boolean sound = true;
        for (Map.Entry<String, JournalDirectory> journal : recording.journals().entrySet()) {
            Optional<JournalCheck> check = check(journal);
            sound &= check.isPresent() && verify(journal.getKey(), check.get());
        }
        for (String output : recording.neverBegun()) {
            sound = false;
            out.println("BAD  " + output + NEVER_BEGUN);
        }
        return sound ? 0 : DAMAGED;
    }

    private boolean verify(String output, JournalCheck check) {
        boolean lossless = recording.directory().facts().policy().equals("lossless");
        boolean whole = check.damaged() == 0 && check.lost() == 0 && (check.missed() == 0 || !lossless);
        out.printf(
                Locale.ROOT,
                "%s  %s: %,d messages, %,d missed, %,d damaged, %,d lost%n",
                whole ? "ok " : "BAD",
                output,
                check.messages(),
                check.missed(),
                check.damaged(),
                check.lost());
        if (check.missed() > 0) {
            out.println("       missed: " + (lossless ? WITHOUT_RECORDER : OVERTAKEN));
        }
        check.problems().forEach(problem -> out.println("       " + problem));
        return whole;
    }

    private static Instant instant(long ns) {
        return Instant.EPOCH.plusNanos(ns);
    }
}
