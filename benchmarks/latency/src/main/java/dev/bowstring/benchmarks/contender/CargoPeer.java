package dev.bowstring.benchmarks.contender;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A peer whose program is built with cargo. */
enum CargoPeer implements Installable {
    ICEORYX2("iceoryx2"),
    DORA("dora");

    private final String folder;

    CargoPeer(String folder) {
        this.folder = folder;
    }

    @Override
    public String id() {
        return folder;
    }

    Path binary() {
        return Places.built(folder).resolve("release/bench-" + folder);
    }

    Optional<String> missing() {
        return Files.isExecutable(binary()) ? Optional.empty() : Optional.of(Installable.hint(this));
    }

    List<String> program() {
        return List.of(binary().toString());
    }

    @Override
    public List<List<String>> commands() {
        String cargo = Places.program("cargo").map(Path::toString).orElse("cargo");
        return List.of(List.of(
                cargo,
                "build",
                "--release",
                "--manifest-path",
                Places.peerSources().resolve(folder + "/Cargo.toml").toString(),
                "--target-dir",
                Places.built(folder).toString()));
    }
}
