package dev.bowstring.benchmarks.guard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The commits that may have done it. */
final class Suspects {
    private static final int MOST = 20;

    private Suspects() {}

    /** Those since the baseline that touched the data path, the newest first, a line each. */
    static List<String> since(String commit, Path repository) throws IOException {
        Process git = new ProcessBuilder(List.of(
                        "git",
                        "-C",
                        repository.toString(),
                        "log",
                        "--oneline",
                        "--no-merges",
                        "--max-count=" + MOST,
                        commit.replace("-dirty", "") + "..HEAD",
                        "--",
                        "shm-transport/src/main",
                        "node-sdk/src/main"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
