package dev.bowstring.runtime.descriptor;

import java.nio.file.Path;
import java.util.Map;

/**
 * What the reading of one file has at hand.
 *
 * @param directory that relative paths resolve against
 * @param environment of this process
 */
record Reading(Path directory, Map<String, String> environment, Problems problems) {
    ValueReader values() {
        return new ValueReader(problems);
    }
}
