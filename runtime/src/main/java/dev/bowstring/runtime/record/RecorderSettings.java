package dev.bowstring.runtime.record;

import dev.bowstring.transport.journal.JournalSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a recorder that reads along is asked for.
 *
 * @param recording where its directory is
 * @param run the directory of the run
 * @param lossless whether the publishers wait for it
 * @param kept how its journals are kept
 * @param outputs as {@code node/output}
 */
record RecorderSettings(Path recording, Path run, boolean lossless, JournalSettings kept, List<String> outputs) {
    private static final int FIXED = 4;

    RecorderSettings {
        outputs = List.copyOf(outputs);
    }

    /** From the command line of the program. */
    static RecorderSettings of(List<String> arguments) {
        return new RecorderSettings(
                Path.of(arguments.get(0)),
                Path.of(arguments.get(1)),
                arguments.get(2).equals("lossless"),
                read(arguments.get(3)),
                arguments.subList(FIXED, arguments.size()));
    }

    /** How a journal is kept, as {@code RecordedDataflow} writes it. */
    static JournalSettings read(String written) {
        List<Long> words = Stream.of(written.split(",", -1)).map(Long::valueOf).toList();
        return new JournalSettings(
                Duration.ofMillis(words.get(0)),
                words.get(1),
                Duration.ofMillis(words.get(2)),
                words.get(3),
                words.get(4),
                JournalSettings.DEFAULT.maxMessageBytes());
    }
}
