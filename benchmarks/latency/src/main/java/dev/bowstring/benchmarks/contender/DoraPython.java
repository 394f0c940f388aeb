package dev.bowstring.benchmarks.contender;

import java.nio.file.Path;
import java.util.List;

/** dora's command and its Python side, in an environment of their own. */
enum DoraPython implements Installable {
    INSTANCE;

    private static final String VERSION = "1.1.0";

    @Override
    public String id() {
        return "dora-python";
    }

    static Path program(String name) {
        return Places.built("dora-python").resolve("bin").resolve(name);
    }

    @Override
    public List<List<String>> commands() {
        String python = Places.program("python3").map(Path::toString).orElse("python3");
        return List.of(
                List.of(python, "-m", "venv", Places.built("dora-python").toString()),
                List.of(
                        program("pip").toString(),
                        "install",
                        "--quiet",
                        "dora-rs==" + VERSION,
                        "dora-rs-cli==" + VERSION,
                        "numpy",
                        "pyarrow"));
    }
}
