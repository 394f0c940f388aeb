package dev.bowstring.benchmarks.contender;

import java.nio.file.Path;
import java.util.List;

/** A peer that is not built together with this program. */
public interface Installable {
    /** What {@code bench.jar install} calls it. */
    String id();

    /** The commands that install it, one after the other. */
    List<List<String>> commands();

    /** All of them. */
    static List<Installable> all() {
        return List.of(CargoPeer.ICEORYX2, CargoPeer.DORA, DoraPython.INSTANCE);
    }

    /** What to tell who lacks it. */
    static String hint(Installable peer) {
        Path here = Path.of("").toAbsolutePath();
        Path jar = Places.ownJar();
        Path shown = jar.startsWith(here) ? here.relativize(jar) : jar;
        return "not installed; install it: java -jar " + shown + " install " + peer.id();
    }
}
