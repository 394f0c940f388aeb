package dev.bowstring.examples.flights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.node.Metadata;
import dev.bowstring.node.testing.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The report of two hours. */
@Timeout(60)
class ReportNodeTest {
    private static final String REPORT = """
            flights read                 8
            left out                     5  under 100 miles
            reported                     3
            total delay              1,434  minutes
            worst delay              1,444  minutes
            over an hour late            1
            total distance           4,500  miles

            hour  flights    delay    mean
               6        2      -10   -5.00
              23        1    1,444  1444.00
            """;

    @TempDir
    Path directory;

    @Test
    void shouldWriteTheReportAndFindItAsExpected() throws IOException {
        assertThat(report(REPORT)).isEqualTo("");
        assertThat(directory.resolve("report.txt")).hasContent(REPORT);
    }

    @Test
    void shouldNameTheLineThatDiffers() throws IOException {
        assertThat(report(REPORT.replace("4,500", "4,501")))
                .isEqualTo("line 7 is `total distance           4,500  miles`, "
                        + "expected `total distance           4,501  miles`");
    }

    @Test
    void shouldFindLinesTooFewOrTooMany() {
        assertThat(Report.difference("a\nb\n", "a\nb\n")).isEmpty();
        assertThat(Report.difference("", "a\n")).contains("line 1 is missing, expected `a`");
        assertThat(Report.difference("a\nb\n", "a\n")).contains("line 2 is `b`, expected nothing");
    }

    /** Runs the node on two hours; its difference, empty if there is none. */
    private String report(String text) throws IOException {
        Path expected = Files.writeString(directory.resolve("expected.txt"), text);
        try (TestNode test = TestNode.builder().input("by_hour").build()) {
            test.input("by_hour")
                    .send(
                            Flights.BY_HOUR,
                            Metadata.of(Flights.LEFT_OUT, 5),
                            List.of(List.of(6, 2, -10, -3, 0, 500), List.of(23, 1, 1_444, 1_444, 1, 4_000)))
                    .close();
            StringBuilder difference = new StringBuilder();
            test.run(node -> ReportNode.run(node, expected, directory.resolve("report.txt"))
                    .ifPresent(difference::append));
            return difference.toString();
        }
    }
}
