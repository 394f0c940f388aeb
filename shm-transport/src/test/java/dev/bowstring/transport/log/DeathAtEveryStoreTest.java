package dev.bowstring.transport.log;

import static dev.bowstring.transport.log.LogScenario.Option.BURSTS;
import static dev.bowstring.transport.log.LogScenario.Option.EVICT;
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
import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.sim.DeathAt;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/**
 * One process is killed at its first shared store, at its second, and so on to its last. After each death the supervisor
 * cleans up, the next life recovers and all goes on to the end: the others have lost nothing, got nothing twice and
 * nothing torn, the accounts are exact and all memory is there again.
 *
 * <p>The ring wraps, messages share blocks, are evicted and need a second arena file.
 */
@Timeout(600)
final class DeathAtEveryStoreTest {
    private static final int INTERLEAVINGS = 2;

    private static final LogScenario BOTH_POLICIES = new LogScenario(
                    8, 640, 2, 20, List.of(holding(2, lossy(2)), holding(2, blocking(2))), List.of())
            .with(SHARED, SIZES, EVICT, SCHEMAS);
    private static final LogScenario LOSSY_ONLY =
            LogScenario.of(8, 3, 20, holding(3, lossy(4))).with(SHARED, SIZES, EVICT);

    private final LogRuns runs = new LogRuns();
    private int deaths;

    @AfterEach
    void endThreads(TestReporter reporter) throws InterruptedException {
        runs.close();
        reporter.publishEntry("deaths", Integer.toString(deaths));
    }

    private void killAtEveryStore(LogScenario scenario, String victim) throws InterruptedException {
        for (int seed = 1; seed <= LogRuns.seeds(INTERLEAVINGS); seed++) {
            int before = deaths;
            for (int k = 1; deaths == before + k - 1; k++) {
                DeathAt schedule = play(scenario, seed, victim, k, Long.MAX_VALUE);
                deaths += schedule.deaths();
            }
            assertThat(deaths - before).as("stores of %s", victim).isGreaterThan(10);
        }
    }

    private DeathAt play(LogScenario scenario, int seed, String victim, long first, long second)
            throws InterruptedException {
        DeathAt schedule = new DeathAt(seed, victim, first, second);
        String what = "seed=" + seed + ", " + victim + " dies at store " + first
                + (second == Long.MAX_VALUE ? "" : ", its next life at access " + second) + ", " + scenario;
        runs.playOne(new LogWorld(scenario, Mutant.NONE, schedule, seed), what);
        return schedule;
    }

    @Test
    void shouldSurviveThePublisher() throws InterruptedException {
        killAtEveryStore(BOTH_POLICIES, "P");
        killAtEveryStore(LOSSY_ONLY, "P");
    }

    @Test
    void shouldSurviveAPublisherThatCommitsSeveralTogether() throws InterruptedException {
        LogScenario bursts = new LogScenario(
                        16, 1280, 2, 24, List.of(holding(2, lossy(6)), holding(2, blocking(6))), List.of())
                .with(BURSTS, SHARED, SIZES, EVICT, SCHEMAS);
        killAtEveryStore(bursts, "P");
        killAtEveryStore(bursts, "r1");
    }

    @Test
    void shouldEndTheOutputOfAPublisherThatDoesNotComeBack() throws InterruptedException {
        killAtEveryStore(BOTH_POLICIES.with(SHARED, SIZES, EVICT, SLEEP, PUBLISHER_STAYS_DEAD), "P");
    }

    @Test
    void shouldSurviveALossyReader() throws InterruptedException {
        killAtEveryStore(BOTH_POLICIES, "r0");
        killAtEveryStore(LOSSY_ONLY, "r0");
    }

    @Test
    void shouldSurviveABlockingReader() throws InterruptedException {
        killAtEveryStore(BOTH_POLICIES, "r1");
    }

    @Test
    void shouldLoseNothingThatAnAtLeastOnceReaderKeeps() throws InterruptedException {
        LogScenario recorded = new LogScenario(
                        8, 640, 2, 20, List.of(holding(2, lossy(2)), keeping(blocking(2))), List.of())
                .with(SHARED, SIZES, EVICT, SCHEMAS);
        killAtEveryStore(recorded, "r1");
        killAtEveryStore(recorded, "P");
    }

    @Test
    void shouldNotWaitForAReaderThatDoesNotComeBack() throws InterruptedException {
        killAtEveryStore(BOTH_POLICIES.with(SHARED, SIZES, EVICT, SLEEP, READERS_STAY_DEAD), "r1");
    }

    @Test
    void shouldSurviveAPublisherThatDiesWhileItRecovers() throws InterruptedException {
        for (long first = 20; first <= 400; first += 127) {
            for (long second = 1; second <= 250; second++) {
                deaths += play(BOTH_POLICIES, 1, "P", first, second).deaths();
            }
        }
        assertThat(deaths).isGreaterThan(500);
    }

    /** L7: whoever dies, and wherever the supervisor is killed while it cleans up, another one begins the pass again. */
    @Test
    void shouldSurviveASupervisorThatDiesWhileItCleansUp() throws InterruptedException {
        killWithinAPass(BOTH_POLICIES, "r1", "P");
        killWithinAPass(BOTH_POLICIES.with(SHARED, SIZES, EVICT, SLEEP, READERS_STAY_DEAD), "r0", "r1");
        killWithinAPass(BOTH_POLICIES.with(SHARED, SIZES, EVICT, SLEEP, PUBLISHER_STAYS_DEAD), "P");
        assertThat(deaths).isGreaterThan(500);
    }

    private void killWithinAPass(LogScenario scenario, String... victims) throws InterruptedException {
        for (String victim : victims) {
            for (long first = 5; first <= 300; first += 59) {
                int before;
                long k = 1;
                do {
                    before = deaths;
                    DeathAt schedule = new DeathAt(1, victim, first, "S", k);
                    String what =
                            victim + " dies at store " + first + ", the supervisor at access " + k + ", " + scenario;
                    runs.playOne(new LogWorld(scenario, Mutant.NONE, schedule, 1), what);
                    deaths += schedule.deaths();
                    k++;
                } while (deaths == before + 2); // else the pass was over, or the victim made fewer stores
            }
        }
    }
}
