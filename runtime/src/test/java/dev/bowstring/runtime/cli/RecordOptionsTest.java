package dev.bowstring.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.descriptor.DurableSpec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RecordOptionsTest {
    @TempDir
    Path directory;

    private final StringWriter said = new StringWriter();

    private int execute(String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("--shm-dir", directory.toString(), "--data-dir", directory.toString()));
        return Main.commandLine().setErr(new PrintWriter(said)).execute(arguments.toArray(String[]::new));
    }

    @Test
    void shouldKeepRecordingsAsDurableOutputsAreKept() {
        KeepOptions keep = new KeepOptions();
        new CommandLine(keep)
                .parseArgs(
                        "--roll-after=5min",
                        "--roll-size=2 MiB",
                        "--keep-for=24h",
                        "--keep-size=10GiB",
                        "--min-free=1 GiB");

        assertThat(keep.spec())
                .isEqualTo(new DurableSpec(
                        true, Duration.ofMinutes(5), 2 << 20, Duration.ofHours(24), 10L << 30, 1L << 30));
        assertThat(new KeepOptions().spec()).isEqualTo(DurableSpec.DEFAULT);
    }

    @Test
    void shouldRefuseWhatMakesNoSense() throws Exception {
        String flow = Files.writeString(
                        directory.resolve("flow.yml"), "nodes: [{id: a, path: /bin/true, outputs: [out]}]")
                .toString();

        assertThat(execute("run", flow, "--record", "--roll-size", "12 bytes")).isEqualTo(2);
        assertThat(execute("run", flow, "--keep-for", "24h")).isEqualTo(2);
        assertThat(execute("record", "20260102")).isEqualTo(2);
        assertThat(execute("record", "20260102", "--policy", "lossy")).isEqualTo(2);

        assertThat(said.toString())
                .contains("`12 bytes` is no size from 1 MiB on")
                .contains("mean nothing without --record; add it")
                .contains("Missing required option: '--policy=POLICY'")
                .contains("no run '20260102' in")
                .doesNotContain("Exception:");
    }
}
