package dev.bowstring.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.benchmarks.cell.Cell;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class HtmlReportTest {
    @TempDir
    private Path directory;

    private static Measurement measured(String contender, int bytes, double us) {
        Cell cell = Cell.pingPong(bytes, false, "spinning");
        Round round = new Round(10, us, us, 2 * us, 3 * us, 4 * us, 10, 9, 0, 0.1, 0.1, Map.of());
        return new Measurement(cell.id(), cell, contender, List.of(round), 1, "");
    }

    private String page(Measurement... all) throws Exception {
        Results results = new Results(Map.of("processor", "<any>"), new ArrayList<>(List.of(all)));
        return Files.readString(HtmlReport.write(results, directory));
    }

    private static int elements(String html, String name) throws Exception {
        String svg = html.substring(html.indexOf("<svg"), html.indexOf("</svg>") + "</svg>".length());
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getElementsByTagName(name)
                .getLength();
    }

    @Test
    void shouldDrawALineForEachContenderOverTheSizes() throws Exception {
        String html = page(
                measured("Bowstring", 8, 0.5),
                measured("floor (C)", 8, 0.1),
                measured("Bowstring", 4 << 20, 0.6),
                measured("floor (C)", 4 << 20, 0.1));

        assertThat(elements(html, "polyline")).isEqualTo(2);
        assertThat(elements(html, "circle")).isEqualTo(4);
    }

    @Test
    void shouldDrawBarsWhereThereIsOneSize() throws Exception {
        assertThat(elements(page(measured("Bowstring", 8, 0.5), measured("floor (C)", 8, 0.1)), "rect"))
                .isEqualTo(2);
    }

    @Test
    void shouldShowWhatWasLostAndWhatWasNotMeasured() throws Exception {
        Cell cell = Cell.pingPong(8, false, "spinning");
        Measurement none = new Measurement(cell.id(), cell, "a peer", List.of(), 4, "not installed: <how>");

        String html = page(measured("Bowstring", 8, 0.5), none);

        assertThat(html)
                .contains("9 / 10")
                .contains("not installed: &lt;how&gt;")
                .contains("&lt;any&gt;");
    }
}
