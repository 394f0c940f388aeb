package dev.bowstring.transport.log;

import static dev.bowstring.transport.log.LogScenario.Option.BURSTS;
import static dev.bowstring.transport.log.LogScenario.Option.DEMOTED;
import static dev.bowstring.transport.log.LogScenario.Option.EVICT;
import static dev.bowstring.transport.log.LogScenario.Option.POOLED;
import static dev.bowstring.transport.log.LogScenario.Option.PUBLISHER_STAYS_DEAD;
import static dev.bowstring.transport.log.LogScenario.Option.READERS_STAY_DEAD;
import static dev.bowstring.transport.log.LogScenario.Option.SCHEMAS;
import static dev.bowstring.transport.log.LogScenario.Option.SHARED;
import static dev.bowstring.transport.log.LogScenario.Option.SLEEP;
import static dev.bowstring.transport.log.LogScenario.attaching;
import static dev.bowstring.transport.log.LogScenario.blocking;
import static dev.bowstring.transport.log.LogScenario.hanging;
import static dev.bowstring.transport.log.LogScenario.holding;
import static dev.bowstring.transport.log.LogScenario.keeping;
import static dev.bowstring.transport.log.LogScenario.lossy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of the protocol is needed: without it, the checks of {@link InterleavingTest} break in one of a few seeds. */
@Timeout(600)
final class MutantsTest {
    private static final int MOST_SEEDS = 20_000;

    private final LogRuns runs = new LogRuns();

    @AfterEach
    void endThreads() throws InterruptedException {
        runs.close();
    }

    private static Arguments row(Supplier<Mutant> mutant, String breaks, LogScenario scenario, int... deaths) {
        int publisher = deaths.length > 0 ? deaths[0] : 0;
        int readers = deaths.length > 1 ? deaths[1] : 0;
        return Arguments.of(mutant.get().getClass().getSimpleName(), mutant, breaks, scenario, publisher, readers);
    }

    static Stream<Arguments> shouldNotice() {
        return Stream.of(
                row(Mutants.TailPlain::new, "CORRUPT|torn", LogScenario.of(2, 3, 6, lossy(1))),
                row(
                        Mutants.TailPlain::new,
                        "CORRUPT|torn",
                        LogScenario.of(16, 16, 12, lossy(8)).with(BURSTS)),
                row(
                        Mutants.NoFenceAfterCommit::new,
                        "lost wake-up",
                        LogScenario.of(16, 16, 12, blocking(8)).with(BURSTS, SLEEP)),
                row(ReaderMutants.NoH2::new, "torn|CORRUPT", LogScenario.of(2, 3, 8, lossy(1))),
                row(ReaderMutants.PinRelease::new, "torn", LogScenario.of(2, 3, 8, lossy(1))),
                row(ReaderMutants.CursorPlain::new, "torn", LogScenario.of(32, 2, 30, blocking(16))),
                row(
                        ReaderMutants.NoLookAtTheEnd::new,
                        "lost wake-up",
                        LogScenario.of(32, 1, 10, blocking(16)).with(SLEEP)),
                row(
                        Mutants.ScanBeforeW1::new,
                        "torn",
                        LogScenario.of(2, 2, 8, lossy(1)).with(EVICT)),
                row(
                        Mutants.W1Release::new,
                        "torn",
                        LogScenario.of(2, 2, 8, lossy(1)).with(EVICT)),
                row(
                        Mutants.NoSecondScan::new,
                        "torn",
                        LogScenario.of(4, 2, 8, lossy(2)).with(EVICT)),
                row(Mutants.RetireIgnoresCursor::new, "L10", LogScenario.of(2, 3, 6, blocking(2))),
                row(ReaderMutants.CursorAtOnce::new, "kept", LogScenario.of(2, 3, 6, keeping(blocking(2))), 0, 1),
                row(ReaderMutants.ReceivedPlain::new, "L10", LogScenario.of(2, 3, 6, lossy(1))),
                row(
                        ReaderMutants.BeyondTail::new,
                        "CORRUPT|L2",
                        LogScenario.of(4, 1, 8, lossy(4)).with(EVICT)),
                row(ReaderMutants.ClosedAtOnce::new, "InputClosed|accounts", LogScenario.of(2, 3, 3, lossy(1))),
                row(ReaderMutants.ClosedAtOnce::new, "InputClosed", LogScenario.of(2, 3, 3, blocking(2))),
                row(
                        SupervisorMutants.PinsOfTheLivingCleared::new,
                        "torn",
                        LogScenario.of(2, 2, 8, lossy(1)).with(EVICT)),
                row(
                        SupervisorMutants.PinsOfTheDeadLeft::new,
                        "a pin|used",
                        LogScenario.of(2, 3, 6, lossy(1)).with(READERS_STAY_DEAD),
                        0,
                        1),
                row(
                        SupervisorMutants.PinsOfTheDeadLeft::new,
                        "a pin|used|no pin",
                        LogScenario.of(2, 2, 6, blocking(2)),
                        0,
                        1),
                row(
                        RecoveryMutants.RecoveryIgnoresPins::new,
                        "recovery took|torn",
                        LogScenario.of(2, 3, 8, lossy(1)),
                        1,
                        0),
                row(
                        RecoveryMutants.RecoveryIgnoresPins::new,
                        "recovery took|torn",
                        LogScenario.of(4, 3, 8, holding(2, blocking(2))),
                        1,
                        0),
                row(
                        SupervisorMutants.ArenaCountPlain::new,
                        "CORRUPT|damaged|arena",
                        LogScenario.of(4, 1, 10, lossy(2), holding(2, blocking(2)))
                                .with(EVICT)
                                .growing(3)),
                row(
                        Mutants.SchemaCountPlain::new,
                        "schema",
                        LogScenario.of(2, 3, 8, lossy(1)).with(SCHEMAS),
                        1,
                        0),
                row(
                        Mutants.PoolReturnsAtOnce::new,
                        "torn|memory",
                        LogScenario.of(4, 4, 10, lossy(2)).with(POOLED)),
                row(
                        Mutants.DescribesSilently::new,
                        "described",
                        LogScenario.of(4, 4, 16, lossy(2)).with(POOLED)),
                row(
                        Mutants.SharedBlockFreedFirst::new,
                        "torn|memory|recovery",
                        LogScenario.of(4, 4, 10, lossy(2)).with(SHARED)),
                row(
                        Mutants.NoFenceAfterCommit::new,
                        "lost wake-up",
                        LogScenario.of(2, 3, 6, blocking(2)).with(SLEEP)),
                row(
                        ReaderMutants.NoFenceAfterRelease::new,
                        "lost wake-up",
                        LogScenario.of(2, 1, 6, blocking(2)).with(SLEEP)),
                row(
                        Mutants.NoFenceOfTheSleeper::new,
                        "lost wake-up",
                        LogScenario.of(2, 2, 6, blocking(1)).with(SLEEP)),
                row(
                        ReaderMutants.FailedH2DoesNotRing::new,
                        "lost wake-up",
                        LogScenario.of(2, 1, 8, blocking(2), lossy(1)).with(SLEEP, EVICT)),
                row(
                        SupervisorMutants.NoRingAfterADeath::new,
                        "lost wake-up",
                        LogScenario.of(2, 2, 8, blocking(1)).with(SLEEP, READERS_STAY_DEAD),
                        0,
                        1),
                row(
                        SupervisorMutants.NoRingAfterADeath::new,
                        "lost wake-up",
                        LogScenario.of(2, 2, 6, blocking(2)).with(SLEEP, PUBLISHER_STAYS_DEAD),
                        1,
                        0),
                row(SupervisorMutants.RestartToldLate::new, "restart", LogScenario.of(2, 3, 6, lossy(1)), 1, 0),
                row(ReaderMutants.RestartsBeforeTail::new, "restart", LogScenario.of(2, 3, 6, blocking(2)), 1, 0),
                row(Mutants.AttachWithoutSecondLook::new, "L10", LogScenario.of(2, 4, 12, attaching(2, blocking(1)))),
                row(Mutants.AttachWithoutFence::new, "L10", LogScenario.of(2, 4, 12, attaching(2, blocking(1)))),
                row(
                        Mutants.NoRingAfterAnAttach::new,
                        "lost wake-up",
                        LogScenario.of(4, 6, 16, attaching(2, blocking(1))).with(SLEEP)),
                row(
                        Mutants.NoRingAfterADemotion::new,
                        "lost wake-up",
                        LogScenario.of(4, 5, 8, hanging(blocking(1))).with(SLEEP, DEMOTED)),
                row(
                        Mutants.PinsOfTheDemotedCleared::new,
                        "torn",
                        LogScenario.of(2, 3, 8, blocking(2)).with(DEMOTED, EVICT)),
                row(
                        ReaderMutants.PinRelease
                                ::new, // enough on an edge that stays BLOCKING, not on one that is demoted
                        "torn",
                        LogScenario.of(2, 2, 8, blocking(2)).with(DEMOTED, EVICT)));
    }

    @ParameterizedTest(name = "{0} {3}")
    @MethodSource
    void shouldNotice(
            String name,
            Supplier<Mutant> mutant,
            String breaks,
            LogScenario scenario,
            int publisherDeaths,
            int readerDeaths,
            TestReporter reporter)
            throws InterruptedException {
        assertThat(runs.firstFailure(scenario, () -> Mutant.NONE, LogRuns.dying(publisherDeaths, readerDeaths), 50))
                .as("without the mutant: %s", runs.lastFailure())
                .isEqualTo(-1);

        long seed = runs.firstFailure(
                scenario, mutant, LogRuns.dying(publisherDeaths, readerDeaths), LogRuns.seeds(MOST_SEEDS));

        reporter.publishEntry(name, "seed " + seed + ": " + runs.lastFailure());
        assertThat(seed).as("a seed that notices").isPositive();
        assertThat(runs.lastFailure()).containsPattern(breaks);
    }
}
