package dev.bowstring.runtime.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which outputs are meant: {@code node}, {@code node/output} or patterns of these with {@code *}, separated by commas.
 */
public final class Selector {
    /** Every output. */
    public static final Selector ALL = new Selector("*");

    private final String written;

    private Selector(String written) {
        this.written = written;
    }

    /** Reads what a user has written. */
    public static Selector of(String written) {
        if (written.isBlank()) {
            throw new RecordingException("the selector is empty; write node, node/output or *, separated by commas");
        }
        return new Selector(written);
    }

    /**
     * The outputs that are meant, in the order in which they are given.
     *
     * @param outputs as {@code node/output}
     * @throws RecordingException naming each part that means none of them
     */
    public List<String> among(List<String> outputs) {
        List<Pattern> patterns = new ArrayList<>();
        for (String part : written.split(",", -1)) {
            Pattern pattern = pattern(part.strip());
            if (outputs.stream().noneMatch(output -> pattern.matcher(output).matches())) {
                String known = outputs.isEmpty() ? "there are none" : "there are " + String.join(", ", outputs);
                throw new RecordingException("no output is called `" + part.strip() + "`; " + known);
            }
            patterns.add(pattern);
        }
        return outputs.stream()
                .filter(output -> patterns.stream()
                        .anyMatch(pattern -> pattern.matcher(output).matches()))
                .toList();
    }

    private static Pattern pattern(String part) {
        String whole = part.contains("/") ? part : part + "/*";
        return Pattern.compile(
                Stream.of(whole.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    @Override
    public String toString() {
        return written;
    }
}
