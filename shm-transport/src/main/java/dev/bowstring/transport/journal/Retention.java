package dev.bowstring.transport.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;

/** Deletes the oldest files of a journal: by age, and while all together are too large. Never the newest. One thread. */
final class Retention {
    private final JournalDirectory journal;
    private final JournalSettings settings;
    private final LongSupplier wallMs;

    Retention(JournalDirectory journal, JournalSettings settings, LongSupplier wallMs) {
        this.journal = journal;
        this.settings = settings;
        this.wallMs = wallMs;
    }

    /** Who still reads what is deleted keeps it mapped. */
    void apply(Path newest) throws IOException {
        List<Path> files = journal.queueFiles();
        long sum = journal.bytes() - JournalDirectory.sizeOf(newest); // which is not cut to its length yet
        for (Path file : files) {
            boolean tooOld =
                    wallMs.getAsLong() - Files.getLastModifiedTime(file).toMillis()
                            > settings.keepFor().toMillis();
            if (file.equals(newest) || !(tooOld || sum > settings.keepBytes())) {
                return;
            }
            sum -= JournalDirectory.sizeOf(file);
            Files.delete(file);
        }
    }
}
