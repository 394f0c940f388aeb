package dev.bowstring.transport.doorbell;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentHeader;
import dev.bowstring.transport.segment.SegmentKind;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes wake each other through mapped pages. */
@Timeout(120)
final class DoorbellIT {
    private static final int ROUNDS = 20_000;
    private static final int ROUNDS_BETWEEN_SLEEPS = 100;

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private Segment own;
    private Segment other;

    @BeforeEach
    void createPages() {
        own = create("test");
        other = create("echo");
    }

    private Segment create(String name) {
        return Segment.create(
                folder.resolve(name),
                new SegmentHeader(SegmentKind.DOORBELL, DoorbellLayout.FILE_LENGTH, 0, 0, Echo.RUN));
    }

    @AfterEach
    void leaveNothing() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        own.close();
        other.close();
    }

    private Process startEcho(long numbers, boolean spins) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Echo.class.getName()));
        command.addAll(List.of(folder.toString(), Long.toString(numbers), Boolean.toString(spins)));
        Process process = new ProcessBuilder(command).inheritIO().start();
        processes.add(process);
        return process;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLoseNoWakeUpBetweenProcesses(boolean spins) throws Exception {
        Process process = startEcho(ROUNDS, spins);
        Echo echo = new Echo(own.buffer(), other.buffer(), spins);

        for (long number = 1; number <= ROUNDS; number++) {
            if (number % ROUNDS_BETWEEN_SLEEPS == 0) {
                awaitSleeper(); // on a quiet machine a spinning echo would never come to sleep
            }
            echo.send(number);
            echo.receive(number);
        }

        assertThat(process.waitFor(60, SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(other.buffer().getIntVolatile(DoorbellLayout.BELL)).isPositive();
        assertThat(other.buffer().getLongVolatile(DoorbellLayout.WAITING_INPUT)).isZero();
    }

    private void awaitSleeper() {
        while (other.buffer().getLongVolatile(DoorbellLayout.WAITING_INPUT) == 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldForgetASleeperThatWasKilled() throws Exception {
        Process process = startEcho(1, false);
        await().atMost(60, SECONDS).until(() -> other.buffer().getLongVolatile(DoorbellLayout.WAITING_INPUT) == 1);

        process.destroyForcibly().waitFor();
        Doorbell bell = new Doorbell(other.buffer(), Futex.system());
        bell.clearWaiting();
        int before = other.buffer().getIntVolatile(DoorbellLayout.BELL);
        bell.ringIfWaitingForInput();

        assertThat(other.buffer().getIntVolatile(DoorbellLayout.BELL)).isEqualTo(before);
    }
}
