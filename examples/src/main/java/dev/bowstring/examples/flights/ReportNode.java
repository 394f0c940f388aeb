package dev.bowstring.examples.flights;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Prints the report, writes it to a file, and fails if it is not the expected one. */
public final class ReportNode {
    private ReportNode() {}

    /** Arguments: the expected report, and where to write the report; relative to the dataflow's directory. */
    public static void main(String[] arguments) throws IOException {
        Path expected = Path.of(arguments[0]);
        Optional<String> difference;
        try (Node node = Node.connect()) {
            difference = run(node, expected, Path.of(arguments[1]));
        }
        if (difference.isPresent()) {
            System.err.println("the report is not " + expected + ": " + difference.get());
            System.exit(1); // the run fails as well
        }
    }

    /** Names the first line in which the report is not the expected one. */
    static Optional<String> run(Node node, Path expected, Path written) throws IOException {
        String report = "";
        for (Event event : node.events()) {
            if (event instanceof Message byHour) {
                long leftOut = byHour.metadata().integer(Flights.LEFT_OUT).orElseThrow();
                report = Report.of(byHour.batch(), leftOut);
            }
        }
        System.out.print(report);
        Files.writeString(written, report);
        return Report.difference(report, Files.readString(expected));
    }
}
