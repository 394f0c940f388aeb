package dev.bowstring.benchmarks.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The floor's program, built with the system's compiler when it is first asked for. */
final class CFloor {
    private static final String SOURCE = "native/floor.c";
    private static @Nullable Path built;

    private CFloor() {}

    static Optional<Path> compiler() {
        return Places.program("cc").or(() -> Places.program("gcc")).or(() -> Places.program("clang"));
    }

    static synchronized List<String> program() {
        Path program = built;
        if (program == null) {
            program = build();
            built = program;
        }
        return List.of(program.toString());
    }

    private static Path build() {
        Path program = Places.built("floor");
        Path source = Places.peerSources().resolve(SOURCE);
        try {
            Process compiling = new ProcessBuilder(List.of(
                            compiler().orElseThrow().toString(), "-O2", "-o", program.toString(), source.toString()))
                    .inheritIO()
                    .start();
            if (compiling.waitFor() != 0 || !Files.isExecutable(program)) {
                throw new IllegalStateException("does not compile: " + source);
            }
            return program;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
