package dev.bowstring.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything measured so far, in the order of the plan.
 *
 * @param machine what it was measured on, and with which command, by name
 */
public record Results(
        @JsonProperty("machine") Map<String, String> machine,
        @JsonProperty("measurements") List<Measurement> measurements) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String FILE = "results.json";

    /** What is in a directory; nothing yet if there is no file. */
    public static Results load(Path directory, Map<String, String> machine) {
        Path file = directory.resolve(FILE);
        try {
            return Files.exists(file)
                    ? JSON.readValue(file.toFile(), Results.class)
                    : new Results(machine, new ArrayList<>());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Written beside and renamed, so that an interrupted run leaves the last good one. */
    public void save(Path directory) {
        try {
            Path next = directory.resolve(FILE + ".next");
            Files.writeString(next, JSON.writeValueAsString(this) + "\n");
            Files.move(next, directory.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Keeps a measurement, in the place of what there was of the same cell and contender. */
    public void put(Measurement measured) {
        for (int i = 0; i < measurements.size(); i++) {
            Measurement old = measurements.get(i);
            if (old.id().equals(measured.id()) && old.contender().equals(measured.contender())) {
                measurements.set(i, measured);
                return;
            }
        }
        measurements.add(measured);
    }

    /** A measurement of a cell. */
    public Optional<Measurement> of(String id, String contender) {
        return measurements.stream()
                .filter(one -> one.id().equals(id) && one.contender().equals(contender))
                .findFirst();
    }
}
