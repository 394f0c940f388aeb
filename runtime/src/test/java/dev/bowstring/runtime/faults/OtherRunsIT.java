package dev.bowstring.runtime.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bowstring.runtime.cli.Bowstring;
import dev.bowstring.runtime.cli.Bowstring.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A supervisor dies in the middle of its work; the next start cleans up after it, while another run goes on. */
@Tag("process")
@Tag("faults")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class OtherRunsIT {
    private static final long WARM = 60;
    private static final String QUICK = "nodes: [{id: quick, path: /bin/sh, args: ['-c', 'echo ran']}]";

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"ATTACH_MODE", "REAP_PINS"})
    void shouldLoseNothing(Gate gate) throws Exception {
        Path shm = directory.resolve("shm");
        Path data = directory.resolve("data");
        Path next = Files.createDirectories(directory.resolve("next"));
        try (FaultRun other = new FaultRun(directory.resolve("other"), shm, data);
                FaultRun broken = new FaultRun(directory.resolve("broken"), shm, data);
                Bowstring later = new Bowstring(next, shm, data)) {
            other.start(
                    new FaultFlow(other.file(""))
                            .source(List.of())
                            .reader("keeper", List.of(), FaultFlow.ALL)
                            .toString(),
                    List.of());
            Path living = other.run();
            Path left = breakDown(broken, gate);

            Ended ended = later.run(QUICK);

            assertThat(ended.exitCode()).as(ended.err()).isZero();
            assertThat(ended.err())
                    .contains("cleaned up after run " + left.getFileName())
                    .doesNotContain(living.getFileName().toString());
            assertThat(left).doesNotExist();
            checkUnharmed(other);
            broken.awaitPrograms();
            later.assertNothingLeft();
        }
    }

    /** @return what is left of the run */
    private static Path breakDown(FaultRun run, Gate gate) throws Exception {
        Path agent = AgentJar.create(run.file(""));
        Cell cell = new Cell(gate, Cell.Fault.KILL, Cell.Victim.SUPERVISOR);
        run.start(
                new FaultFlow(run.file(""))
                        .source(List.of())
                        .dynamic("reader", FaultFlow.ALL)
                        .toString(),
                List.of(FaultAgent.option(agent, gate, cell.passage(), run.file(""))));
        try (Books books = run.books()) {
            await().until(() -> books.tail() > WARM);
            run.attach("reader", List.of());
            if (gate.of() == Gate.Of.SUPERVISOR_REAPING) {
                await().until(() -> books.reader("reader/all").pins().size() >= FaultNode.HELD);
                run.program().destroyForcibly();
            }
        }
        run.awaitParked();
        Path left = run.run();
        run.supervisor().destroyForcibly().waitFor();
        return left;
    }

    private static void checkUnharmed(FaultRun other) throws Exception {
        try (Books books = other.books()) {
            long tail = books.tail();
            await().until(() -> books.tail() > tail + WARM);
            books.check();
        }
        other.finish();
        assertThat(other.end().exitCode()).as(other.said()).isZero();
        other.checkSummary();
        Tally keeper = other.tally("keeper", "all");
        assertThat(keeper.got())
                .isEqualTo(other.edge("keeper/all").get("published").asLong());
        assertThat(keeper.missed() + keeper.repeated() + keeper.torn())
                .as(keeper.toString())
                .isZero();
    }
}
