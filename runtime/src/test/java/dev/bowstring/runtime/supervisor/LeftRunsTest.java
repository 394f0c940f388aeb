package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.runtime.inspect.Runs;
import dev.bowstring.transport.doorbell.Futex;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LeftRunsTest {
    private static final String RUN = "20260102-030405-x4f2";

    @TempDir
    Path directory;

    private final List<String> notes = new ArrayList<>();
    private Path user;

    @BeforeEach
    void makeTheDirectoryOfTheUser() throws Exception {
        user = RunFiles.userDirectory(directory);
        PrivateDirectory.create(user);
    }

    @Test
    void shouldDeleteADirectoryWhoseLockIsFree() throws Exception {
        Path run = left(RUN);
        Files.createDirectories(run.resolve("nodes/camera"));
        Files.writeString(run.resolve("nodes/camera/doorbell"), "x");

        clear();

        assertThat(user).isEmptyDirectory();
        assertThat(notes)
                .singleElement()
                .asString()
                .contains("cleaned up after run " + RUN, "supervisor was killed", "no process");
    }

    @Test
    void shouldLeaveARunOfThisProcessAloneAndItsLockHeld() throws Exception {
        RunPlan plan = new RunPlan(TestRun.dataflow(directory, "nodes: [{id: a, path: /bin/sh}]"));
        try (RunFiles living = RunFiles.create(directory, RUN, plan, Futex.system(), notes::add)) {
            clear();

            assertThat(living.run().supervisorLock()).exists();
            assertThat(lockedForOthers(living.run().supervisorLock()))
                    .as("looking at it did not free it")
                    .isTrue();
        }
        assertThat(notes).isEmpty();
    }

    @Test
    void shouldFollowNoLinkAndTouchNothingForeign() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        PrivateDirectory.create(elsewhere.resolve("run"));
        Files.createFile(elsewhere.resolve("run/lock"));
        Files.createSymbolicLink(user.resolve(RUN), elsewhere.resolve("run"));
        Path open = left("20260102-030405-open");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path notARun = left("notes-of-mine");
        Path withoutLock = user.resolve("20260102-030405-none");
        PrivateDirectory.create(withoutLock);
        Files.createFile(withoutLock.resolve("file"));
        Path linkedLock = user.resolve("20260102-030405-link");
        PrivateDirectory.create(linkedLock);
        Files.createSymbolicLink(linkedLock.resolve("lock"), elsewhere.resolve("run/lock"));

        clear();

        assertThat(user.resolve(RUN)).isSymbolicLink();
        assertThat(elsewhere.resolve("run/lock")).exists();
        assertThat(List.of(open, notARun, withoutLock, linkedLock))
                .allSatisfy(path -> assertThat(path).isNotEmptyDirectory());
        assertThat(notes).isEmpty();
    }

    @Test
    void shouldDeleteLinksInsideARunAndNotWhatTheyLeadTo() throws Exception {
        Path precious = Files.writeString(directory.resolve("precious"), "x");
        Files.createSymbolicLink(left(RUN).resolve("link"), precious);

        clear();

        assertThat(user).isEmptyDirectory();
        assertThat(precious).exists();
    }

    @Test
    void shouldDeleteWhatWasLeftBeforeTheLockOrAfterIt() throws Exception {
        PrivateDirectory.create(user.resolve(RUN));

        clear();

        assertThat(user).isEmptyDirectory();
        assertThat(notes).isEmpty();
    }

    @Test
    void shouldNotGoThroughALinkInPlaceOfTheUsersDirectory() throws Exception {
        Path run = left(RUN);
        Path moved = Files.move(user, directory.resolve("moved"));
        Files.createSymbolicLink(user, moved);

        clear();

        assertThat(moved.resolve(run.getFileName())).isNotEmptyDirectory();
    }

    @Test
    void shouldTakeTheDirectoryAroundThemAlongWhenAsked() throws Exception {
        Path shm = directory.resolve("shm");
        PrivateDirectory.create(shm);
        PrivateDirectory.create(RunFiles.userDirectory(shm));
        user = Files.move(left(RUN), RunFiles.userDirectory(shm).resolve(RUN)).resolveSibling("");

        new LeftRuns(user, notes::add).clearAway();

        assertThat(shm).doesNotExist();
    }

    @Test
    void shouldBeginAgainWhenTheDirectoryWasTakenBeforeItWasLocked() {
        assertThatThrownBy(() -> RunLock.create(user.resolve(RUN).resolve("lock")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    @Timeout(60)
    void shouldNotWaitForPipesInPlaceOfFiles() throws Exception {
        Path run = left(RUN);
        Files.delete(run.resolve("lock"));
        for (String file : List.of("lock", "run.json")) {
            assertThat(new ProcessBuilder("mkfifo", run.resolve(file).toString())
                            .start()
                            .waitFor())
                    .isZero();
        }

        clear();

        assertThat(new Runs(directory).all())
                .singleElement()
                .satisfies(view -> assertThat(view.state()).isEqualTo("left over"));
        assertThat(run).as("nobody knows what it is").isNotEmptyDirectory();
    }

    private Path left(String name) throws Exception {
        Path run = user.resolve(name);
        PrivateDirectory.create(run);
        Files.createFile(run.resolve("lock"));
        return run;
    }

    private void clear() {
        new LeftRuns(user, notes::add).clear();
    }

    /** Another process looks: in this one the answer would always be yes. */
    private static boolean lockedForOthers(Path file) throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process other = new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockProbe.class.getName(),
                        file.toString())
                .inheritIO()
                .start();
        return other.waitFor() == 1;
    }

    /** Ends with 1 if the file is locked by another process. */
    static final class LockProbe {
        public static void main(String[] arguments) throws Exception {
            System.exit(RunLock.seize(Path.of(arguments[0])).isPresent() ? 0 : 1);
        }
    }
}
