package dev.bowstring.examples.reactive;

import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Sends the earthquakes of a GeoJSON file, oldest first. */
public final class FeedNode {
    private static final Pattern FEATURE = Pattern.compile("\"mag\":(-?[0-9.]+),\"place\":.*?,\"time\":([0-9]+),");

    private FeedNode() {}

    /** Argument: the file, relative to the dataflow's directory. */
    public static void main(String[] arguments) throws IOException {
        List<Earthquake> earthquakes = parse(Files.readString(Path.of(arguments[0])));
        try (Node node = Node.connect()) {
            Output output = node.output("earthquakes");
            for (Earthquake earthquake : earthquakes) {
                if (!output.send(earthquake.write(output.batch(Earthquake.SCHEMA)))
                        .sent()) {
                    return;
                }
            }
        } // nothing comes after the last one: the output closes when this process has ended well
    }

    static List<Earthquake> parse(String json) {
        return FEATURE.matcher(json)
                .results()
                .map(FeedNode::earthquake)
                .sorted(Comparator.comparing(Earthquake::time))
                .toList();
    }

    private static Earthquake earthquake(MatchResult feature) {
        return new Earthquake(
                Instant.ofEpochMilli(Long.parseLong(feature.group(2))), Double.parseDouble(feature.group(1)));
    }
}
