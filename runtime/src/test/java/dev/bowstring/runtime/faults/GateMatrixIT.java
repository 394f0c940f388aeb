package dev.bowstring.runtime.faults;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any process may die, or stand still, at any point: each gate with each fault for each who passes it. One cell of each
 * gate, or all with {@code -Dbowstring.faultCells=all}; {@code -Dbowstring.faultSeed} chooses the same ones again.
 */
@Tag("process")
@Tag("faults")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class GateMatrixIT {
    @TempDir
    static Path shared;

    private static Path agent;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeAgent() throws Exception {
        agent = AgentJar.create(shared);
    }

    static Stream<Cell> cells() {
        String which = System.getProperty("bowstring.faultCells", "some");
        long seed = Long.getLong("bowstring.faultSeed", System.nanoTime());
        System.out.println("GateMatrixIT: -Dbowstring.faultSeed=" + seed);
        List<Cell> cells = which.equals("some") ? Cell.some(seed) : Cell.all();
        return cells.stream()
                .filter(cell -> which.equals("some")
                        || which.equals("all")
                        || cell.toString().matches(which));
    }

    @ParameterizedTest
    @MethodSource("cells")
    @Execution(ExecutionMode.CONCURRENT)
    void shouldHarmNobodyElse(Cell cell) throws Exception {
        try (Scene scene = new Scene(cell, new Stage(agent, directory, shared.resolve("data"), Map.of()))) {
            scene.play();
        }
    }
}
