package dev.bowstring.benchmarks.contender;

import static dev.bowstring.benchmarks.cell.Workload.PACED;
import static dev.bowstring.benchmarks.cell.Workload.PING_PONG;
import static dev.bowstring.benchmarks.cell.Workload.SATURATED;

import dev.bowstring.benchmarks.cell.WarmUp;
import dev.bowstring.benchmarks.cell.Workload;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** All of them, in the order in which they take turns. */
public final class Contenders {
    /** Our name in the tables. */
    public static final String BOWSTRING = "Bowstring";

    /** The floor that is asleep at once. */
    public static final String FUTEX_FLOOR = "floor (C futex)";

    private static final Set<Workload> ALL = Set.of(PING_PONG, PACED, SATURATED);
    private static final Set<Workload> TURNS = Set.of(PING_PONG, PACED);
    private static final Map<String, String> BOTH = Map.of("spinning", "spinning", "blocking", "blocking");
    private static final Map<String, String> BLOCKING = Map.of("blocking", "blocking");
    private static final Map<String, String> SPINNING = Map.of("spinning", "spinning");
    private static final int BURST = 32;
    private static final String BURSTS = ", bursts of " + BURST;
    private static final String LINKS = "dev.bowstring.benchmarks.link.";
    private static final String PEERS = "dev.bowstring.benchmarks.peers.";

    private Contenders() {}

    /** The least that two processes need: spinning, or spinning a little and then a futex. */
    public static Contender floor() {
        return CFloor.compiler().isPresent()
                ? compiled("floor (C)", Optional::empty, CFloor::program, BOTH, ALL)
                : javaLink("floor (Java)", LINKS + "TurnLink", BOTH, TURNS);
    }

    /** Our transport without runtime, node API and Arrow. */
    public static Contender rawLog() {
        return javaLink(BOWSTRING + " raw log", LINKS + "RawLink", SPINNING, ALL);
    }

    private static Contender rawBursts() {
        return new Bursts(
                javaLink(BOWSTRING + " raw log" + BURSTS, LINKS + "RawLink", SPINNING, Set.of(SATURATED)), BURST);
    }

    /** What `--record` costs: the floor, nodes that nobody records, and the same while they are recorded. */
    public static List<Contender> recorded() {
        return List.of(floor(), new Bowstring(BOWSTRING, false), new Bowstring(BOWSTRING + " recorded", true));
    }

    /** Everything there is. */
    public static List<Contender> all() {
        List<Contender> all = new ArrayList<>();
        all.add(floor());
        if (CFloor.compiler().isPresent()) {
            Map<String, String> futex = Map.of("blocking", "futex");
            all.add(compiled(FUTEX_FLOOR, Optional::empty, CFloor::program, futex, TURNS));
        }
        all.add(new Bowstring(BOWSTRING, false));
        all.add(new Bursts(new Bowstring(BOWSTRING + BURSTS, false), BURST));
        all.add(rawLog());
        all.add(rawBursts());
        all.add(peer("Aeron IPC", "AeronLink", BOTH));
        all.add(peer("Chronicle Queue", "ChronicleLink", SPINNING));
        all.add(peer("JeroMQ ipc", "JeroMqLink", BLOCKING));
        all.add(peer("Arrow Flight", "FlightLink", BLOCKING));
        all.add(peer("Unix socket", "SocketLink", BLOCKING));
        all.add(compiled("iceoryx2", CargoPeer.ICEORYX2::missing, CargoPeer.ICEORYX2::program, BOTH, ALL));
        all.add(new Dora(Dora.Language.RUST, false));
        all.add(new Dora(Dora.Language.RUST, true));
        all.add(new Dora(Dora.Language.PYTHON, false));
        all.add(new Dora(Dora.Language.PYTHON, true));
        return all;
    }

    private static Contender peer(String name, String main, Map<String, String> idles) {
        return javaLink(name, PEERS + main, idles, ALL);
    }

    private static Contender javaLink(String name, String main, Map<String, String> idles, Set<Workload> workloads) {
        return new RoleProgram(
                name, () -> lacks(main), () -> JavaCommand.of(main, List.of()), WarmUp.OF_COMPILERS, idles, workloads);
    }

    private static Contender compiled(
            String name,
            Supplier<Optional<String>> lacks,
            Supplier<List<String>> program,
            Map<String, String> idles,
            Set<Workload> workloads) {
        return new RoleProgram(name, lacks, program, WarmUp.OF_MEMORY, idles, workloads);
    }

    private static Optional<String> lacks(String main) {
        return main.startsWith(PEERS) && !Files.exists(Places.peersJar())
                ? Optional.of("peers.jar is not built; build it: mvn -q -DskipTests package")
                : Optional.empty();
    }
}
