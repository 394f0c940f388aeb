package dev.bowstring.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.benchmarks.cell.Cell;
import dev.bowstring.benchmarks.contender.Contender;
import dev.bowstring.benchmarks.report.Console;
import dev.bowstring.benchmarks.report.Measurement;
import dev.bowstring.benchmarks.report.Results;
import dev.bowstring.benchmarks.report.Round;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
    private static final Cell CELL = Cell.pingPong(8, false, "spinning");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    private Patience patience = Patience.of(4);

    private Results measure(List<Double> looks, int rounds, Contender... contenders) {
        Results results = Results.load(directory, Map.of());
        ArrayDeque<Double> left = new ArrayDeque<>(looks);
        Console console = new Console(new PrintStream(printed, true, StandardCharsets.UTF_8));
        Session session = new Session(results, directory, console, left::remove, patience, () -> true);
        for (int round = 1; round <= rounds; round++) {
            session.measure(new Group("a group", List.of(CELL), List.of(contenders), 1), round);
        }
        return results;
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldTakeTurnsAndReportTheMedianOfTheRounds() {
        FakeContender one = new FakeContender("one", Optional.empty(), 2000L, 6000L, 4000L);
        FakeContender other = new FakeContender("other", Optional.empty(), 8000L, 8000L, 8000L);

        Results results = measure(List.of(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1), 3, one, other);

        Measurement measured = results.of(CELL.id(), "one").orElseThrow();
        assertThat(measured.median(Round::p50)).isBetween(1.9, 2.1);
        assertThat(measured.least(Round::p50)).isBetween(0.9, 1.1);
        assertThat(measured.most(Round::p50)).isBetween(2.9, 3.1);
        assertThat(printed()).contains("all of 3");
    }

    @Test
    void shouldThrowAwayAndRepeatARunWhoseFloorsDisagree() {
        FakeContender contender = new FakeContender("one", Optional.empty(), 2000L, 4000L);

        Results results = measure(List.of(0.06, 0.25, 0.25), 1, contender);

        Measurement measured = results.of(CELL.id(), "one").orElseThrow();
        assertThat(measured.rounds()).hasSize(1);
        assertThat(measured.median(Round::p50)).isBetween(1.9, 2.1);
        assertThat(measured.thrownAway()).isEqualTo(1);
        assertThat(printed()).contains("thrown away, the floor went from 0.060 to 0.250 us");
    }

    @Test
    void shouldKeepSuchARunAndSaySoIfTimeIsShort() {
        patience = Patience.NONE;
        FakeContender contender = new FakeContender("one", Optional.empty(), 2000L);

        Results results = measure(List.of(0.06, 0.25), 1, contender);

        assertThat(results.of(CELL.id(), "one").orElseThrow().rounds()).hasSize(1);
        assertThat(printed()).contains("| 1, the floor moved |");
    }

    @Test
    void shouldLeaveWhatItHasNoTriesForToTheNextRound() {
        patience = Patience.of(1);
        FakeContender contender = new FakeContender("one", Optional.empty(), 2000L, 4000L);

        Results results = measure(List.of(0.06, 0.25, 0.25, 0.25), 2, contender);

        Measurement measured = results.of(CELL.id(), "one").orElseThrow();
        assertThat(measured.rounds()).hasSize(1);
        assertThat(measured.problem()).isEmpty();
        assertThat(measured.thrownAway()).isEqualTo(1);
    }

    @Test
    void shouldLookAtTheFloorRightBeforeAndAfterWhatIsMeasuredIfTheProgramHoldsStill() {
        FakeContender contender = new FakeContender("one", Optional.empty(), 2000L, 4000L).holding();

        Results results = measure(List.of(0.06, 0.25, 0.25, 0.25, 0.06, 0.07, 0.07), 2, contender);

        Measurement measured = results.of(CELL.id(), "one").orElseThrow();
        assertThat(measured.rounds()).extracting(Round::floorBeforeUs).containsExactly(0.25, 0.06);
        assertThat(measured.rounds()).extracting(Round::floorAfterUs).containsExactly(0.25, 0.07);
        assertThat(measured.thrownAway()).isZero();
    }

    @Test
    void shouldNotTakeAFewStepsOfTheClockForAnotherMachine() {
        FakeContender contender = new FakeContender("one", Optional.empty(), 2000L);

        Results results = measure(List.of(0.045, 0.06), 1, contender);

        assertThat(results.of(CELL.id(), "one").orElseThrow().thrownAway()).isZero();
    }

    @Test
    void shouldSayThatNothingWasMeasuredWhenTheFloorIsNeverSteady() {
        FakeContender contender = new FakeContender("one", Optional.empty(), 1L, 1L, 1L, 1L, 1L);

        Results results = measure(List.of(0.06, 0.25, 0.06, 0.25, 0.06), 1, contender);

        assertThat(results.of(CELL.id(), "one").orElseThrow().problem()).contains("never steady");
        assertThat(contender.runsLeft()).isEqualTo(1);
    }

    @Test
    void shouldSkipLoudlyWhatIsNotInstalled() {
        FakeContender contender = new FakeContender("one", Optional.of("not installed; install it: this way"));

        measure(List.of(0.1), 2, contender);

        assertThat(printed()).contains("NOT MEASURED").contains("install it: this way");
    }

    @Test
    void shouldTellWhatAProgramSaidThatFails() {
        FakeContender contender = new FakeContender("one", Optional.empty(), -1L, -1L, 1L);

        Results results = measure(List.of(0.1, 0.1, 0.1), 1, contender);

        assertThat(results.of(CELL.id(), "one").orElseThrow().problem()).isEqualTo("exit code 3");
    }

    @Test
    void shouldGoOnWhereAnInterruptedRunStopped() {
        measure(List.of(0.1, 0.1), 1, new FakeContender("one", Optional.empty(), 2000L));

        FakeContender again = new FakeContender("one", Optional.empty());
        Results results = measure(List.of(), 1, again);

        assertThat(results.measurements()).hasSize(1);
        assertThat(results.of(CELL.id(), "one").orElseThrow().median(Round::p50))
                .isBetween(0.9, 1.1);
    }

    @Test
    void shouldAddTheRoundsThatAreMissing() throws Exception {
        measure(List.of(0.1, 0.1), 1, new FakeContender("one", Optional.empty(), 2000L));

        Results results = measure(
                List.of(0.06, 0.25, 0.25),
                2,
                new FakeContender("one", Optional.empty(), 1L, 4000L),
                new FakeContender("missing", Optional.of("not installed")));

        Measurement measured = results.of(CELL.id(), "one").orElseThrow();
        assertThat(measured.rounds()).hasSize(2);
        assertThat(measured.median(Round::p50)).isBetween(1.4, 1.6);
        assertThat(measured.thrownAway()).isEqualTo(1);
        assertThat(Files.readAllLines(directory.resolve("histograms/" + CELL.id() + ".one.hlog")))
                .filteredOn(line -> !line.startsWith("#") && !line.startsWith("\""))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("0."),
                        second -> assertThat(second).startsWith("1."));
    }

    @Test
    void shouldMeasureEveryCellOfEveryPlanUnderANameOfItsOwn() {
        for (Plan plan : Plan.values()) {
            List<String> texts = new ArrayList<>();
            for (Group group : plan.groups()) {
                group.cells().forEach(cell -> texts.add(cell.id() + "=" + cell));
            }
            long ids =
                    texts.stream().map(text -> text.split("=", 2)[0]).distinct().count();
            assertThat(ids).isEqualTo(texts.stream().distinct().count());
        }
        assertThat(Arrays.asList(Plan.values())).hasSize(3);
    }
}
