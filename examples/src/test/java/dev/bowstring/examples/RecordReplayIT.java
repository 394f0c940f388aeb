package dev.bowstring.examples;

import static dev.bowstring.examples.ExampleRun.ROOT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bowstring.examples.ExampleRun.Ended;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records dataflows as a user does, replays them, and opens what was exported with other tools. */
@Tag("process")
@Timeout(value = 400, unit = TimeUnit.SECONDS)
class RecordReplayIT {
    private static final String FLIGHTS = "examples/flights/dataflow.yml";
    private static final String[] OUTPUTS = {"reader.flights", "enricher.enriched", "aggregator.by_hour"};

    @TempDir
    Path scratch;

    private Ended well(String... arguments) throws Exception {
        Ended ended = ExampleRun.command(scratch, ROOT, arguments);
        assertThat(ended.exitCode())
                .as(String.join(" ", arguments) + "\n" + ended.out() + ended.err())
                .isZero();
        return ended;
    }

    private String onlyRecording() throws IOException {
        try (Stream<Path> recordings = Files.list(scratch.resolve("data/recordings"))) {
            return recordings.toList().get(0).getFileName().toString();
        }
    }

    @Test
    void shouldGiveTheSameReportWhenTheAggregatorAloneRunsOnARecording() throws Exception {
        Ended recorded = well("run", "--record", FLIGHTS);
        assertThat(recorded.out()).containsPattern("reader/flights -> @recorder/reader.flights +200 +200 +0 +0");
        Path report = ROOT.resolve("examples/target/flights-report.txt");
        Files.delete(report);
        String recording = onlyRecording();

        Ended replayed = well("replay", recording, "--speed", "max", "--replace", "enricher");

        assertThat(report).hasSameBinaryContentAs(ROOT.resolve("examples/flights/expected-report.txt"));
        assertThat(replayed.out()).containsPattern("@replayer/enricher.enriched -> aggregator/flights +200 +200 +0 +0");
        assertThat(replayed.err()).contains("not started, since only replaced nodes would read from it: reader");
        assertThat(well("recording", "verify", recording).out())
                .contains("ok   reader/flights: 200 messages, 0 missed, 0 damaged")
                .contains("ok   aggregator/by_hour: 1 messages, 0 missed, 0 damaged");
        exportAndReadBack(recording);
    }

    private void exportAndReadBack(String recording) throws Exception {
        Path into = scratch.resolve("export");
        well("recording", "export", recording, "--into", into.toString());
        well("recording", "export", recording, "--into", into.toString(), "--format", "csv", "--only", "aggregator");
        StringBuilder expected = new StringBuilder();
        for (String output : OUTPUTS) {
            expected.append(sums(into.resolve(output + ".arrow"))).append('\n');
        }
        assertThat(expected.toString()).contains("reader.flights rows=200000", "aggregator.by_hour rows=24");
        assertThat(Files.readAllLines(into.resolve("aggregator.by_hour.csv")))
                .hasSize(25)
                .first()
                .isEqualTo("_sequence,_publish_time,_metadata,hour,flights,delay,worst,late,distance");
        readWithAnotherLibrary(into, expected.toString());
    }

    /** How many rows a file has, and the sum of each column of whole numbers. */
    private static String sums(Path file) throws IOException {
        long rows = 0;
        Map<String, Long> sums = new TreeMap<>();
        try (RootAllocator allocator = new RootAllocator();
                ArrowFileReader reader = new ArrowFileReader(FileChannel.open(file), allocator)) {
            while (reader.loadNextBatch()) {
                rows += reader.getVectorSchemaRoot().getRowCount();
                for (FieldVector column : reader.getVectorSchemaRoot().getFieldVectors()) {
                    if (column instanceof BaseIntVector numbers) {
                        for (int row = 0; row < column.getValueCount(); row++) {
                            long value = column.isNull(row) ? 0 : numbers.getValueAsLong(row);
                            sums.merge(column.getName(), value, Long::sum);
                        }
                    }
                }
                assertThat(reader.getVectorSchemaRoot().getVector("_sequence")).isInstanceOf(BigIntVector.class);
            }
        }
        return file.getFileName().toString().replace(".arrow", "") + " rows=" + rows + " " + sums;
    }

    /** pyarrow, where it is installed: {@code BOWSTRING_PYTHON} names a Python that has it. */
    private void readWithAnotherLibrary(Path into, String expected) throws Exception {
        String python = System.getenv().getOrDefault("BOWSTRING_PYTHON", "python3");
        Path script = scratch.resolve("read.py");
        Files.writeString(script, """
                import sys, os
                import pyarrow as pa, pyarrow.compute as pc
                for file in sys.argv[1:]:
                    table = pa.ipc.open_file(file).read_all()
                    table.validate(full=True)
                    sums = {n: pc.sum(table[n]).as_py() or 0 for n in table.schema.names
                            if pa.types.is_integer(table[n].type)}
                    print(os.path.basename(file).replace('.arrow', ''), 'rows=%d' % table.num_rows,
                          '{' + ', '.join('%s=%d' % (n, sums[n]) for n in sorted(sums)) + '}')
                """);
        boolean installed = false;
        try {
            installed =
                    new ProcessBuilder(python, "-c", "import pyarrow").start().waitFor() == 0;
        } catch (IOException noPython) {
            // Then it is skipped, which is told below.
        }
        if (!installed) {
            System.err.println("SKIPPED: reading the export with pyarrow, which " + python + " has not");
        }
        assumeTrue(installed, "no pyarrow");
        List<String> command = new ArrayList<>(List.of(python, script.toString()));
        for (String output : OUTPUTS) {
            command.add(into.resolve(output + ".arrow").toString());
        }
        Process reading = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(reading.getInputStream().readAllBytes(), UTF_8);
        assertThat(reading.waitFor()).as(said).isZero();
        assertThat(said).isEqualTo(expected);
    }

    @Test
    void shouldFindTheSameAlarmsInARecordingAndNoticeWhenTheyChange() throws Exception {
        Path report = ROOT.resolve("examples/target/alarms.txt");
        Files.deleteIfExists(report);
        Path flow = ROOT.resolve("examples/record-replay/dataflow.yml");
        well("run", "--record", "sensor", flow.toString());
        String recording = onlyRecording();

        assertThat(well("replay", recording, "--speed", "max").out()).contains("alarms in 100 messages");

        Files.writeString(report, "7 35.5\n");
        Ended changed = ExampleRun.command(scratch, ROOT, "replay", recording, "--speed", "max");
        assertThat(changed.exitCode()).isEqualTo(1);
        assertThat(changed.err()).contains("the alarms are not those of");
        Files.delete(report);
    }

    @Test
    void shouldReplayAPartAtHalfTheSpeed() throws Exception {
        Path flow = ROOT.resolve("examples/record-replay/dataflow.yml");
        Files.deleteIfExists(ROOT.resolve("examples/target/alarms.txt"));
        well("run", "--record", "sensor", flow.toString());
        Files.delete(ROOT.resolve("examples/target/alarms.txt"));

        String recording = onlyRecording();
        List<String> times = well("recording", "cat", recording)
                .out()
                .lines()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
        assertThat(times).hasSize(100).isSorted();

        long before = System.nanoTime();
        Ended part = well("replay", recording, "--speed", "0.5", "--from", times.get(20), "--to", times.get(60));

        assertThat(part.out()).contains("alarms in 40 messages");
        long tookNs = System.nanoTime() - before;
        Duration recorded = Duration.between(Instant.parse(times.get(20)), Instant.parse(times.get(59)));
        assertThat(tookNs).as("at half the speed").isGreaterThan(2 * recorded.toNanos());
        Files.delete(ROOT.resolve("examples/target/alarms.txt"));
    }

    @Test
    void shouldSayWhatIsWrongWithAWish() throws Exception {
        well("run", "--record", "enricher", FLIGHTS);
        String recording = onlyRecording();

        assertThat(ExampleRun.command(scratch, ROOT, "replay", recording, "--replace", "reader")
                        .err())
                .contains("reads reader/flights, which would be replaced and is not replayed");
        assertThat(ExampleRun.command(scratch, ROOT, "replay", recording, "--speed", "0")
                        .err())
                .contains("write max, or a number");
        assertThat(ExampleRun.command(scratch, ROOT, "replay", recording, "--from", "noon")
                        .err())
                .contains("--from is `noon`; write a time such as");
        assertThat(ExampleRun.command(scratch, ROOT, "replay", "nowhere").err())
                .contains("there is no recording nowhere");
        assertThat(ExampleRun.command(scratch, ROOT, "run", "--record", "nobody", FLIGHTS)
                        .err())
                .contains("no output is called `nobody`; there are reader/flights");
    }
}
