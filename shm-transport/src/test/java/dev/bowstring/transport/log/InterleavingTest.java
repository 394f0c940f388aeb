package dev.bowstring.transport.log;

import static dev.bowstring.transport.log.LogScenario.Option.BURSTS;
import static dev.bowstring.transport.log.LogScenario.Option.EVICT;
import static dev.bowstring.transport.log.LogScenario.Option.POOLED;
import static dev.bowstring.transport.log.LogScenario.Option.PUBLISHER_STAYS_DEAD;
import static dev.bowstring.transport.log.LogScenario.Option.READERS_STAY_DEAD;
import static dev.bowstring.transport.log.LogScenario.Option.SCHEMAS;
import static dev.bowstring.transport.log.LogScenario.Option.SHARED;
import static dev.bowstring.transport.log.LogScenario.Option.SIZES;
import static dev.bowstring.transport.log.LogScenario.Option.SLEEP;
import static dev.bowstring.transport.log.LogScenario.blocking;
import static dev.bowstring.transport.log.LogScenario.holding;
import static dev.bowstring.transport.log.LogScenario.keeping;
import static dev.bowstring.transport.log.LogScenario.lossy;

import dev.bowstring.transport.sim.Schedule;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The real log on a simulated weak machine: seeded interleavings, with deaths at any access. In no one a message is torn,
 * lost, doubled or out of order, a limit (L10) or an account broken, a wake-up or memory lost.
 */
@Timeout(600)
final class InterleavingTest {
    private static final int SEEDS = 400;

    private final LogRuns runs = new LogRuns();

    @AfterEach
    void endThreads(TestReporter reporter) throws InterruptedException {
        runs.close();
        reporter.publishEntry("played", runs.summary());
    }

    private static Arguments row(LogScenario scenario, int publisherDeaths, int readerDeaths) {
        return Arguments.of(scenario, publisherDeaths, readerDeaths);
    }

    static Stream<Arguments> alive() {
        return Stream.of(
                row(LogScenario.of(2, 3, 6, lossy(1)), 0, 0),
                row(LogScenario.of(4, 4, 8, lossy(2)).with(EVICT, SIZES), 0, 0),
                row(LogScenario.of(2, 1, 6, lossy(1)).with(EVICT), 0, 0),
                row(LogScenario.of(2, 3, 6, lossy(1), lossy(1)), 0, 0),
                row(LogScenario.of(4, 2, 6, lossy(2), lossy(1)).with(EVICT), 0, 0),
                row(LogScenario.of(4, 4, 24, holding(2, lossy(3))).with(EVICT, SIZES, SCHEMAS), 0, 0),
                row(LogScenario.of(2, 3, 6, blocking(2)), 0, 0),
                row(LogScenario.of(2, 1, 6, blocking(2)), 0, 0),
                row(LogScenario.of(2, 3, 6, keeping(blocking(2))).with(SLEEP), 0, 0),
                row(LogScenario.of(4, 3, 8, keeping(blocking(3)), lossy(1)).with(EVICT, SIZES), 0, 0),
                row(LogScenario.of(4, 4, 20, blocking(2), blocking(1)).with(SIZES), 0, 0),
                row(LogScenario.of(4, 3, 8, blocking(2), lossy(1)).with(EVICT), 0, 0),
                row(LogScenario.of(4, 2, 8, holding(3, blocking(3))).with(EVICT, SIZES, SCHEMAS), 0, 0),
                row(LogScenario.of(4, 3, 10, lossy(2)).with(SHARED, EVICT), 0, 0),
                row(LogScenario.of(4, 5, 10, blocking(2), lossy(2)).with(SHARED), 0, 0),
                row(
                        LogScenario.of(4, 1, 10, lossy(2), holding(2, blocking(2)))
                                .with(EVICT, SIZES)
                                .growing(3),
                        0,
                        0));
    }

    static Stream<Arguments> dying() {
        return Stream.of(
                row(LogScenario.of(2, 3, 6, lossy(1)), 0, 2),
                row(LogScenario.of(2, 3, 6, lossy(1)).with(READERS_STAY_DEAD), 0, 1),
                row(LogScenario.of(2, 3, 6, lossy(1)), 2, 1),
                row(LogScenario.of(4, 3, 8, lossy(2)).with(EVICT, SIZES, SCHEMAS), 2, 1),
                row(LogScenario.of(4, 2, 6, lossy(1)).with(EVICT, PUBLISHER_STAYS_DEAD), 1, 1),
                row(LogScenario.of(2, 3, 6, blocking(2)), 2, 2),
                row(LogScenario.of(2, 3, 8, keeping(blocking(2))).with(SLEEP, SIZES), 2, 2),
                row(LogScenario.of(4, 3, 8, keeping(blocking(3)), lossy(1)).with(EVICT, SHARED), 2, 2),
                row(LogScenario.of(2, 2, 6, blocking(2)).with(EVICT, READERS_STAY_DEAD), 1, 1),
                row(LogScenario.of(2, 3, 6, blocking(2)).with(PUBLISHER_STAYS_DEAD), 1, 1),
                row(LogScenario.of(4, 3, 10, lossy(2)).with(SHARED, EVICT), 2, 1),
                row(LogScenario.of(4, 5, 10, blocking(2)).with(SHARED, SIZES), 2, 1),
                row(LogScenario.of(4, 4, 8, lossy(1), lossy(2)).with(EVICT), 2, 2),
                row(LogScenario.of(4, 4, 8, blocking(1), holding(2, lossy(1))).with(EVICT, SHARED, SIZES), 2, 2),
                row(
                        LogScenario.of(4, 4, 8, blocking(2), holding(3, blocking(1)))
                                .with(SIZES),
                        2,
                        2),
                row(
                        LogScenario.of(4, 1, 10, lossy(2), holding(2, blocking(2)))
                                .with(EVICT, SIZES)
                                .growing(3),
                        2,
                        2));
    }

    static Stream<Arguments> sleeping() {
        return Stream.of(
                row(LogScenario.of(2, 2, 6, lossy(1)).with(SLEEP, EVICT), 0, 0),
                row(LogScenario.of(2, 1, 6, blocking(2)).with(SLEEP), 0, 0),
                row(LogScenario.of(2, 2, 6, blocking(1)).with(SLEEP, EVICT), 0, 0),
                row(LogScenario.of(2, 1, 6, blocking(2), lossy(1)).with(SLEEP, EVICT), 0, 0),
                row(LogScenario.of(4, 4, 10, blocking(2), holding(2, lossy(1))).with(SLEEP, EVICT, SIZES), 0, 0),
                row(LogScenario.of(32, 1, 12, blocking(24)).with(SLEEP), 0, 0),
                row(LogScenario.of(32, 20, 40, holding(3, blocking(16))).with(SLEEP, SIZES), 0, 0),
                row(LogScenario.of(32, 4, 24, blocking(16), blocking(24)).with(SLEEP, SHARED), 2, 2),
                row(LogScenario.of(2, 1, 6, blocking(2)).with(SLEEP), 1, 1),
                row(LogScenario.of(2, 2, 6, blocking(2)).with(SLEEP, READERS_STAY_DEAD), 1, 1),
                row(LogScenario.of(2, 2, 6, blocking(1)).with(SLEEP, PUBLISHER_STAYS_DEAD), 1, 1),
                row(LogScenario.of(4, 3, 8, blocking(2), lossy(1)).with(SLEEP, EVICT, SHARED), 2, 2),
                row(LogScenario.of(4, 3, 8, lossy(2)).with(SLEEP, EVICT, PUBLISHER_STAYS_DEAD), 1, 2));
    }

    static Stream<Arguments> pooled() {
        return Stream.of(
                row(LogScenario.of(4, 4, 16, lossy(2)).with(POOLED), 0, 0),
                row(LogScenario.of(4, 2, 16, lossy(2), holding(2, lossy(1))).with(POOLED, EVICT, SIZES), 0, 0),
                row(LogScenario.of(4, 3, 16, holding(2, blocking(2))).with(POOLED, SIZES, SLEEP), 0, 0),
                row(LogScenario.of(4, 4, 16, lossy(2)).with(POOLED), 2, 1),
                row(LogScenario.of(4, 3, 16, blocking(1), holding(2, lossy(1))).with(POOLED, EVICT, SIZES), 2, 2),
                row(LogScenario.of(4, 4, 16, blocking(2), lossy(2)).with(POOLED, SHARED, SLEEP, EVICT), 2, 2));
    }

    static Stream<Arguments> bursts() {
        return Stream.of(
                row(LogScenario.of(16, 16, 20, lossy(8)).with(BURSTS), 0, 0),
                row(LogScenario.of(8, 16, 20, lossy(8)).with(BURSTS), 0, 0), // no more than the slots take
                row(LogScenario.of(16, 4, 20, lossy(1), holding(2, lossy(6))).with(BURSTS, EVICT, SIZES), 0, 0),
                row(LogScenario.of(16, 8, 20, blocking(4)).with(BURSTS, SLEEP), 0, 0),
                row(LogScenario.of(16, 2, 20, blocking(8)).with(BURSTS, SLEEP, SIZES), 0, 0),
                row(LogScenario.of(16, 8, 20, blocking(6), lossy(6)).with(BURSTS, EVICT, SHARED), 2, 2),
                row(LogScenario.of(16, 6, 20, holding(2, blocking(8))).with(BURSTS, POOLED, SLEEP), 2, 1),
                row(LogScenario.of(16, 6, 20, blocking(6), lossy(8)).with(BURSTS, POOLED, EVICT, SIZES), 2, 2));
    }

    @ParameterizedTest
    @MethodSource
    void bursts(LogScenario scenario, int publisherDeaths, int readerDeaths) throws InterruptedException {
        play(scenario, LogRuns.dying(publisherDeaths, readerDeaths));
    }

    @ParameterizedTest
    @MethodSource
    void pooled(LogScenario scenario, int publisherDeaths, int readerDeaths) throws InterruptedException {
        play(scenario, LogRuns.dying(publisherDeaths, readerDeaths));
    }

    @ParameterizedTest
    @MethodSource
    void alive(LogScenario scenario, int publisherDeaths, int readerDeaths) throws InterruptedException {
        play(scenario, LogRuns.dying(publisherDeaths, readerDeaths));
    }

    @ParameterizedTest
    @MethodSource
    void dying(LogScenario scenario, int publisherDeaths, int readerDeaths) throws InterruptedException {
        play(scenario, LogRuns.dying(publisherDeaths, readerDeaths));
    }

    @ParameterizedTest
    @MethodSource
    void sleeping(LogScenario scenario, int publisherDeaths, int readerDeaths) throws InterruptedException {
        play(scenario, LogRuns.dying(publisherDeaths, readerDeaths));
    }

    private void play(LogScenario scenario, LongFunction<Schedule> schedules) throws InterruptedException {
        runs.playAll(scenario, schedules, LogRuns.seeds(SEEDS));
    }
}
