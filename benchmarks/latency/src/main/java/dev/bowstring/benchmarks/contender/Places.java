package dev.bowstring.benchmarks.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where things are: this program, the runtime, the peers' sources and what is built of them. */
public final class Places {
    /** How many CPUs there are to bind threads to. */
    static final int CPUS = Runtime.getRuntime().availableProcessors();

    private Places() {}

    /** The jar of this program. */
    public static Path ownJar() {
        try {
            return Path.of(Places.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The folder {@code benchmarks} that it was built in. */
    public static Path benchmarks() {
        return ownJar().resolve("../../..").normalize();
    }

    /** The runtime's jar. */
    public static Path runtimeJar() {
        return benchmarks().resolveSibling("runtime/target/bowstring.jar");
    }

    static Path peersJar() {
        return benchmarks().resolve("peers/target/peers.jar");
    }

    /** Sources of the peers' programs. */
    static Path peerSources() {
        return benchmarks().resolve("peers");
    }

    /** Where what is built of a peer is kept. */
    static Path built(String peer) {
        String data = System.getenv("BOWSTRING_DATA");
        String state = System.getenv("XDG_STATE_HOME");
        Path root = data != null
                ? Path.of(data)
                : (state != null ? Path.of(state) : Path.of(System.getProperty("user.home"), ".local/state"))
                        .resolve("bowstring");
        try {
            return Files.createDirectories(root.resolve("bench-peers")).resolve(peer);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A program on the path. */
    static Optional<Path> program(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + ":" + System.getProperty("user.home") + "/.cargo/bin";
        return Arrays.stream(path.split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A JVM like this one. */
    static List<String> java() {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }
}
