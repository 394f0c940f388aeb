package dev.bowstring.transport.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's part: who holds a lock, and when it gives it back. */
@Tag("process")
@Timeout(60)
class LifeLockIT {
    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldBeHeldByAProcessUntilItIsKilled() throws Exception {
        Path file = folder.resolve("lock");
        try (LifeLock watched = LifeLock.create(file)) {
            Process holder = hold(file);
            assertThat(watched.isFree()).isFalse();
            try (LifeLock other = LifeLock.open(file)) {
                assertThat(other.tryTake()).isFalse();
                assertThat(other.lastHolder()).hasValue(holder.pid());
            }
            assertThat(watched.isFree()).isFalse();

            holder.destroyForcibly();

            await().atMost(Duration.ofSeconds(20)).until(watched::isFree);
        }
    }

    @Test
    void shouldNotBeDroppedByASecondTryOfTheProcessThatHoldsIt() throws Exception {
        Path file = folder.resolve("lock");
        try (LifeLock watched = LifeLock.create(file)) {
            hold(file, "twice");

            assertThat(watched.isFree()).isFalse();
        }
    }

    private Process hold(Path file, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                file.toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.add(process);
        assertThat(process.getInputStream().read()).as("holds").isEqualTo('+');
        return process;
    }

    /** Holds a lock until it is killed. */
    static final class Holder {
        public static void main(String[] arguments) throws Exception {
            LifeLock lock = LifeLock.open(Path.of(arguments[0]));
            if (!lock.tryTake()) {
                throw new IllegalStateException("lock taken: file=" + arguments[0]);
            }
            if (arguments.length > 1) {
                try (LifeLock second = LifeLock.open(Path.of(arguments[0]))) {
                    if (second.tryTake()) {
                        throw new IllegalStateException("lock taken twice: file=" + arguments[0]);
                    }
                }
            }
            System.out.write('+');
            System.out.flush();
            Thread.currentThread().join(); // for ever
        }
    }
}
