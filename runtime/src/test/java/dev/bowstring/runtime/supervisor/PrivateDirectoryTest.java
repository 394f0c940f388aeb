package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PrivateDirectoryTest {
    private static final int TIMES = 20_000;

    @TempDir
    Path directory;

    @Test
    void shouldTakeWhatIsOursAlone() throws Exception {
        Path ours = directory.resolve("ours");

        PrivateDirectory.createOrTake(ours);
        PrivateDirectory.createOrTake(ours);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ours)))
                .isEqualTo("rwx------");
    }

    @Test
    void shouldRefuseWhatOthersCanEnter() throws Exception {
        Path open = Files.createDirectory(directory.resolve("open"));

        assertThatThrownBy(() -> PrivateDirectory.createOrTake(open))
                .isInstanceOf(RunException.class)
                .hasMessageContainingAll(open.toString(), "--shm-dir");
    }

    @Test
    void shouldMakeAgainWhatGoesWhileItIsTaken() throws Exception {
        Path shared = directory.resolve("shared");
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> comesAndGoes = other.submit(() -> {
                while (!over.get()) {
                    comeAndGo(shared);
                }
            });
            for (int i = 0; i < TIMES; i++) {
                PrivateDirectory.createOrTake(shared);
            }
            over.set(true);
            comesAndGoes.get();
        } finally {
            over.set(true);
            other.shutdownNow();
        }
    }

    private static void comeAndGo(Path shared) {
        try {
            PrivateDirectory.create(shared);
        } catch (IOException there) {
            // Then there is one to delete.
        }
        try {
            Files.deleteIfExists(shared);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
