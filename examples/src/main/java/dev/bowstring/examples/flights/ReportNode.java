package dev.bowstring.examples.flights;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.arrow.vector.VarCharVector;

/** Prints the report, and fails if it is not the expected one. */
public final class ReportNode {
    private ReportNode() {}

    /** Argument: the file with the expected report, relative to the dataflow's directory. */
    public static void main(String[] arguments) throws IOException {
        String report = "";
        try (Node node = Node.connect()) {
            for (Event event : node.events()) {
                if (event instanceof Message message) {
                    byte[] text = message.vector("text", VarCharVector.class).get(0);
                    report = new String(text, StandardCharsets.UTF_8);
                    System.out.print(report);
                }
            }
        }
        if (!report.equals(Files.readString(Path.of(arguments[0])))) {
            System.err.println("the report differs from " + arguments[0]);
            System.exit(1);
        }
    }
}
