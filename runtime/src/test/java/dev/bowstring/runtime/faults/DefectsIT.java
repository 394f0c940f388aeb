package dev.bowstring.runtime.faults;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.runtime.faults.Cell.Fault;
import dev.bowstring.runtime.faults.Cell.Victim;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The checks of the matrix see it when a rule of the protocol is left out of one process. */
@Tag("process")
@Tag("long")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@Execution(ExecutionMode.CONCURRENT)
class DefectsIT {
    @TempDir
    static Path shared;

    private static Path agent;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeAgent() throws Exception {
        agent = AgentJar.create(shared);
    }

    @Test
    void shouldSeeAReaderThatDoesNotLookAgainBehindItsPin() {
        assertSeen(
                new Cell(Gate.RECEIVE_SLOT, Fault.STOP, Victim.LOSSY_READER),
                "reader",
                Defect.NO_H2,
                "reader/some.* torn=[1-9]|corrupt");
    }

    @Test
    void shouldSeeASupervisorThatClearsNoPins() {
        assertSeen(
                new Cell(Gate.RECEIVE_COUNTED, Fault.RESTART, Victim.BLOCKING_READER),
                "supervisor",
                Defect.PINS_STAY,
                "pins=[1-9]");
    }

    @Test
    void shouldSeeAPublisherThatWritesOverWhatIsHeld() {
        assertSeen(
                new Cell(Gate.RELEASE, Fault.STOP, Victim.LOSSY_READER),
                "source",
                Defect.PINS_UNSEEN,
                "torn=[1-9]|corrupt");
    }

    @Test
    void shouldSeeAPublisherThatOverrunsItsReaders() {
        assertSeen(
                new Cell(Gate.RECEIVE_TAKEN, Fault.STOP, Victim.BLOCKING_READER),
                "source",
                Defect.READERS_UNSEEN,
                "OLDEST and (keeper|reader)/all|corrupt for (keeper|reader)/all");
    }

    private void assertSeen(Cell cell, String process, Defect defect, String evidence) {
        assertThatThrownBy(() -> {
                    Stage stage = new Stage(agent, directory, shared.resolve("data"), Map.of(process, defect));
                    try (Scene scene = new Scene(cell, stage)) {
                        scene.play();
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageFindingMatch(evidence);
    }
}
