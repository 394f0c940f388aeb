package dev.bowstring.runtime.record;

import dev.bowstring.runtime.recording.RecordingDirectory;
import dev.bowstring.runtime.recording.Selector;
import dev.bowstring.transport.journal.JournalDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A recording and those of its journals that are asked for and were begun, by output.
 *
 * @param directory where it is
 * @param journals by {@code node/output}, in the order of the dataflow
 * @param neverBegun outputs that have no journal
 */
record Recording(RecordingDirectory directory, Map<String, JournalDirectory> journals, List<String> neverBegun) {
    /**
     * Finds the journals.
     *
     * @throws dev.bowstring.runtime.recording.RecordingException if there is no recording, or the selector means nothing
     */
    static Recording open(Path path, String only) {
        RecordingDirectory directory = new RecordingDirectory(path);
        Map<String, JournalDirectory> journals = new LinkedHashMap<>();
        List<String> neverBegun = new ArrayList<>();
        for (String output : Selector.of(only).among(directory.facts().outputs())) {
            JournalDirectory journal = new JournalDirectory(directory.journal(output));
            if (journal.exists()) {
                journals.put(output, journal);
            } else {
                neverBegun.add(output);
            }
        }
        return new Recording(directory, journals, neverBegun);
    }
}
