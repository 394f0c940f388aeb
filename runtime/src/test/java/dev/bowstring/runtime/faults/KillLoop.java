package dev.bowstring.runtime.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bowstring.runtime.faults.Chaos.Blow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A dataflow in which everybody dies again and again, at random times, but one reader and the supervisor.
 *
 * <pre>
 *   source ---- all ----> relay ---- relayed ----> survivor
 *      |------- all ---------------------------------^
 *      |------- all ----> reader
 *      '------- some ---> glimpse
 * </pre>
 */
final class KillLoop implements AutoCloseable {
    private static final List<String> VICTIMS = List.of("source", "relay", "reader", "glimpse");
    private static final long QUIET_MESSAGES = 30;

    /** Descriptors or threads of one process that ends or begins just when they are counted. */
    private static final long UNDER_WAY = 3;

    private final FaultRun run;
    private final Chaos chaos;
    private final Map<String, Integer> kills = new HashMap<>();
    private final Map<String, List<Footprint>> footprints = new HashMap<>();
    private int stops;

    KillLoop(Path directory, Path data, long seed) throws IOException {
        run = new FaultRun(directory, data);
        chaos = new Chaos(seed, VICTIMS);
    }

    /** What became of everybody; the last four figures are to be 0. */
    record Outcome(int kills, int stops, long messages, long lost, long duplicated, long torn, long leaked) {
        @Override
        public String toString() {
            return "kills=" + kills + " stops=" + stops + " messages=" + messages + " lost=" + lost + " duplicated="
                    + duplicated + " torn=" + torn + " leaked=" + leaked;
        }
    }

    /** @param defects options that leave rules out, by node; {@code supervisor} for the supervisor */
    void start(Map<String, List<String>> defects) throws IOException {
        FaultFlow flow = new FaultFlow(run.file(""))
                .restarting(true)
                .source(defects.getOrDefault("source", List.of()))
                .relay("relay", List.of())
                .reader("reader", defects.getOrDefault("reader", List.of()), FaultFlow.ALL)
                .reader("glimpse", defects.getOrDefault("glimpse", List.of()), FaultFlow.SOME)
                .restarting(false)
                .reader("survivor", List.of(), FaultFlow.ALL, "relayed: " + FaultFlow.lossless("relay/out"));
        List<String> options = new ArrayList<>(List.of("-Xmx64m"));
        options.addAll(defects.getOrDefault("supervisor", List.of()));
        run.start(flow.toString(), options);
    }

    /** Hurts them for so long. */
    void rage(Duration time) throws Exception {
        try (Books books = run.books()) {
            awaitMessages(books, QUIET_MESSAGES);
            long endNs = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < endNs) {
                assertThat(run.supervisor().isAlive()).as(run.said()).isTrue();
                strike(chaos.next(), books);
                books.check();
                measure("survivor", run.bowstring().livingNode("survivor").pid());
                measure("supervisor", run.supervisor().pid());
            }
        }
    }

    private void measure(String who, long pid) throws IOException {
        footprints.computeIfAbsent(who, unused -> new ArrayList<>()).add(Footprint.of(pid));
    }

    private void awaitMessages(Books books, long more) {
        long enough = books.tail() + more;
        await().until(() -> books.tail() >= enough || !run.supervisor().isAlive());
    }

    private void strike(Blow blow, Books books) throws Exception {
        LockSupport.parkNanos(blow.pauseMs() * 1_000_000);
        if (!blow.hasty()) {
            awaitMessages(books, QUIET_MESSAGES); // all are at work again
        }
        ProcessHandle victim = run.bowstring().findNode(blow.victim()).orElse(null);
        if (victim == null) {
            return; // between two lives
        }
        if (blow.kills()) {
            kills.merge(blow.victim(), signal(victim, "KILL") ? 1 : 0, Integer::sum);
        } else if (signal(victim, "STOP")) {
            stops++;
            LockSupport.parkNanos(blow.stopMs() * 1_000_000);
            signal(victim, "CONT");
        }
    }

    /** False if it has just ended. */
    private static boolean signal(ProcessHandle process, String signal) throws Exception {
        return new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor()
                == 0;
    }

    /** Lets the dataflow come to its end, and asks everybody. */
    Outcome end() throws Exception {
        run.finish();
        assertThat(run.end().exitCode()).as(run.said()).isZero();
        run.checkSummary();
        long published = run.edge("survivor/all").get("published").asLong();
        long relayed = run.edge("survivor/relayed").get("published").asLong();
        Tally all = run.tally("survivor", "all");
        Tally fromRelay = run.tally("survivor", "relayed");
        Map<String, Tally> tallies = new HashMap<>(Map.of("survivor/all", all, "survivor/relayed", fromRelay));
        for (String edge : List.of("relay/all", "reader/all", "glimpse/some")) {
            tallies.put(edge, run.tally(edge.split("/")[0], edge.split("/")[1]));
        }
        long lost = published - all.got() + all.missed() + relayed - fromRelay.got() + fromRelay.missed();
        for (Map.Entry<String, Tally> one : tallies.entrySet()) {
            checkVictim(one.getKey(), one.getValue());
        }
        assertThat(fromRelay.gaps())
                .as("%s: what the relay died with", fromRelay)
                .isLessThanOrEqualTo(killsOf("relay"));
        run.bowstring().assertNothingLeft();
        return new Outcome(
                kills.values().stream().mapToInt(Integer::intValue).sum(),
                stops,
                published + relayed,
                lost,
                tallies.values().stream().mapToLong(Tally::repeated).sum(),
                tallies.values().stream().mapToLong(Tally::torn).sum(),
                leaked());
    }

    private int killsOf(String node) {
        return kills.getOrDefault(node, 0);
    }

    /** Each death loses at most the message that it came in the middle of: taken, or counted and not yet looked at. */
    private void checkVictim(String input, Tally tally) throws IOException {
        JsonNode edge = run.edge(input);
        int deaths = killsOf(input.split("/")[0]);
        assertThat(edge.get("received").asLong()).as("%s %s", edge, tally).isBetween(tally.got(), tally.got() + deaths);
        if (!input.endsWith("/some")) {
            assertThat(edge.get("dropped").asLong()).as("%s %s", edge, tally).isLessThanOrEqualTo(deaths);
            assertThat(edge.get("unread").asLong()).as("%s %s", edge, tally).isZero();
        }
    }

    /** Both publishers have told what they found when all was quiet. */
    private long leaked() {
        List<OwnMemory.Told> told = OwnMemory.in(run.read("out")).toList();
        assertThat(told).as(run.said()).hasSize(2);
        return told.stream()
                .mapToLong(one -> one.leaked() + Math.max(0, one.window() - FaultFlow.QUEUE))
                .sum();
    }

    private Footprint warm(String who) {
        List<Footprint> all = footprints.getOrDefault(who, List.of());
        return Footprint.median(all.subList(all.size() / 4, all.size() / 2));
    }

    private Footprint late(String who) {
        List<Footprint> all = footprints.getOrDefault(who, List.of());
        return Footprint.median(all.subList(all.size() * 3 / 4, all.size()));
    }

    void tellFootprints() {
        footprints.keySet().forEach(who -> System.out.println(who + ": " + warm(who) + ", then " + late(who)));
    }

    /**
     * The survivor and the supervisor take at the end what they took when they were warm: what each death leaves behind
     * would be more by then.
     */
    void checkFootprints() {
        for (String who : footprints.keySet()) {
            Footprint warm = warm(who);
            Footprint late = late(who);
            assertThat(late.threads()).as(who).isLessThanOrEqualTo(warm.threads() + UNDER_WAY);
            assertThat(late.descriptors()).as(who).isLessThanOrEqualTo(warm.descriptors() + UNDER_WAY);
            assertThat(late.residentKiB()).as(who).isLessThanOrEqualTo(warm.residentKiB() * 5 / 4 + 8 * 1024);
        }
    }

    @Override
    public void close() {
        run.close();
    }
}
