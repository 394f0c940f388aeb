package dev.bowstring.transport.log;

import static dev.bowstring.transport.log.LogScenario.Option.BURSTS;
import static dev.bowstring.transport.log.LogScenario.Option.DEMOTED;
import static dev.bowstring.transport.log.LogScenario.Option.EVICT;
import static dev.bowstring.transport.log.LogScenario.Option.PUBLISHER_STAYS_DEAD;
import static dev.bowstring.transport.log.LogScenario.Option.READERS_STAY_DEAD;
import static dev.bowstring.transport.log.LogScenario.Option.SHARED;
import static dev.bowstring.transport.log.LogScenario.Option.SIZES;
import static dev.bowstring.transport.log.LogScenario.Option.SKIPS;
import static dev.bowstring.transport.log.LogScenario.Option.SLEEP;
import static dev.bowstring.transport.log.LogScenario.attaching;
import static dev.bowstring.transport.log.LogScenario.blocking;
import static dev.bowstring.transport.log.LogScenario.hanging;
import static dev.bowstring.transport.log.LogScenario.holding;
import static dev.bowstring.transport.log.LogScenario.lossy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.sim.DeathAt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Readers that attach, leave, die and attach again while the publisher goes on, and readers that are demoted while they
 * read: on a simulated weak machine, with deaths of all three, the supervisor in the middle of an attach as well.
 */
@Timeout(600)
final class AttachInterleavingTest {
    private static final int SEEDS = 400;
    private static final int INTERLEAVINGS = 40;

    private final LogRuns runs = new LogRuns();

    @AfterEach
    void endThreads(TestReporter reporter) throws InterruptedException {
        runs.close();
        reporter.publishEntry("played", runs.summary());
    }

    private static Arguments row(LogScenario scenario, int publisherDeaths, int readerDeaths, int supervisorDeaths) {
        return Arguments.of(scenario, publisherDeaths, readerDeaths, supervisorDeaths);
    }

    static Stream<Arguments> coming() {
        return Stream.of(
                row(LogScenario.of(2, 3, 10, attaching(3, lossy(1))), 0, 0, 0),
                row(LogScenario.of(2, 3, 10, attaching(3, blocking(1))), 0, 0, 0),
                row(LogScenario.of(2, 1, 10, attaching(2, blocking(2))).with(EVICT), 0, 0, 0),
                row(
                        LogScenario.of(4, 4, 12, attaching(2, blocking(2)), lossy(1))
                                .with(EVICT),
                        0,
                        0,
                        0),
                row(
                        LogScenario.of(4, 4, 16, blocking(1), attaching(3, holding(2, blocking(2))))
                                .with(SIZES, SLEEP),
                        0,
                        0,
                        0),
                row(
                        LogScenario.of(16, 10, 24, attaching(3, lossy(6)), attaching(3, blocking(2)))
                                .with(BURSTS, SLEEP),
                        0,
                        0,
                        0),
                row(
                        LogScenario.of(4, 5, 16, attaching(3, lossy(2)), attaching(2, blocking(1)))
                                .with(SHARED, SLEEP),
                        0,
                        0,
                        0));
    }

    static Stream<Arguments> skipping() {
        return Stream.of(
                row(LogScenario.of(2, 3, 10, attaching(3, lossy(1))).with(SKIPS), 0, 0, 0),
                row(LogScenario.of(2, 1, 10, attaching(3, blocking(2))).with(SKIPS, EVICT), 0, 0, 0),
                row(
                        LogScenario.of(4, 4, 14, attaching(3, holding(2, blocking(2))), blocking(1))
                                .with(SKIPS, SIZES, SLEEP),
                        1,
                        2,
                        2));
    }

    static Stream<Arguments> dying() {
        return Stream.of(
                row(LogScenario.of(2, 3, 10, attaching(2, blocking(1))), 0, 0, 2),
                row(LogScenario.of(2, 3, 10, attaching(2, lossy(1))).with(EVICT), 0, 1, 1),
                row(LogScenario.of(2, 3, 10, attaching(2, blocking(2))), 2, 1, 1),
                row(LogScenario.of(2, 2, 10, attaching(2, blocking(1))).with(SLEEP, EVICT), 1, 2, 2),
                row(LogScenario.of(2, 2, 10, attaching(1, blocking(1))).with(SLEEP, READERS_STAY_DEAD), 1, 1, 1),
                row(
                        LogScenario.of(4, 3, 10, attaching(2, lossy(2)), blocking(1))
                                .with(SLEEP, PUBLISHER_STAYS_DEAD),
                        1,
                        1,
                        1),
                row(
                        LogScenario.of(4, 4, 14, attaching(3, holding(2, blocking(2))), lossy(1))
                                .with(SHARED, SIZES, EVICT, SLEEP),
                        2,
                        2,
                        2));
    }

    static Stream<Arguments> demoting() {
        return Stream.of(
                row(LogScenario.of(2, 3, 8, blocking(2)).with(DEMOTED, EVICT), 0, 0, 0),
                row(
                        LogScenario.of(4, 4, 10, holding(2, blocking(2)), blocking(1))
                                .with(DEMOTED, SIZES, EVICT),
                        0,
                        0,
                        1),
                row(LogScenario.of(4, 5, 10, hanging(blocking(1))).with(DEMOTED, SLEEP), 0, 0, 1),
                row(LogScenario.of(4, 5, 10, hanging(blocking(2)), lossy(1)).with(DEMOTED, SLEEP, EVICT), 1, 0, 1),
                row(LogScenario.of(2, 3, 8, blocking(1)).with(DEMOTED, SLEEP, READERS_STAY_DEAD), 1, 1, 1));
    }

    @ParameterizedTest
    @MethodSource
    void coming(LogScenario scenario, int publisher, int reader, int supervisor) throws InterruptedException {
        play(scenario, publisher, reader, supervisor);
    }

    @ParameterizedTest
    @MethodSource
    void skipping(LogScenario scenario, int publisher, int reader, int supervisor) throws InterruptedException {
        play(scenario, publisher, reader, supervisor);
    }

    @ParameterizedTest
    @MethodSource
    void dying(LogScenario scenario, int publisher, int reader, int supervisor) throws InterruptedException {
        play(scenario, publisher, reader, supervisor);
    }

    @ParameterizedTest
    @MethodSource
    void demoting(LogScenario scenario, int publisher, int reader, int supervisor) throws InterruptedException {
        play(scenario, publisher, reader, supervisor);
    }

    private void play(LogScenario scenario, int publisher, int reader, int supervisor) throws InterruptedException {
        runs.playAll(scenario, LogRuns.dying(publisher, reader, supervisor), LogRuns.seeds(SEEDS));
    }

    @Test
    void shouldAttachAgainWhateverStoreTheSupervisorDiedAt() throws InterruptedException {
        killAtEveryStore(LogScenario.of(4, 5, 20, attaching(1, holding(2, blocking(2))))
                .with(SLEEP));
        killAtEveryStore(LogScenario.of(4, 3, 20, attaching(1, lossy(2))).with(EVICT));
        killAtEveryStore(LogScenario.of(4, 5, 20, attaching(2, blocking(2))).with(SKIPS, SLEEP));
    }

    private void killAtEveryStore(LogScenario scenario) throws InterruptedException {
        for (int seed = 1; seed <= LogRuns.seeds(INTERLEAVINGS); seed++) {
            int deaths = 0;
            for (int k = 1; deaths == k - 1; k++) {
                DeathAt schedule = new DeathAt(seed, "A", k);
                runs.playOne(
                        new LogWorld(scenario, Mutant.NONE, schedule, seed),
                        "seed=" + seed + ", the supervisor dies at store " + k + ", " + scenario);
                deaths += schedule.deaths();
            }
            assertThat(deaths).as("stores of an attach").isGreaterThan(10);
        }
    }
}
