package dev.bowstring.node.session.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.NodeException;
import dev.bowstring.transport.segment.Ownership;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.TokenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSearchTest {
    @TempDir
    Path shm;

    private RunSearch runs;
    private Path user;

    @BeforeEach
    void makeDirectory() throws IOException {
        runs = new RunSearch(Map.of("BOWSTRING_SHM", shm.toString()));
        user = directory(shm.resolve("bowstring-" + Ownership.uid()), "rwx------");
    }

    @Test
    void shouldFindARunByItsIdAndByItsPath() throws IOException {
        Path run = directory(user.resolve("20260102-030405-x4f2"), "rwx------");

        assertThat(runs.find("20260102-030405-x4f2").path()).isEqualTo(run);
        assertThat(runs.find(run.toString()).runId()).isEqualTo("20260102-030405-x4f2");
        assertThat(runs.find(run + "/").path()).isEqualTo(run);
    }

    @Test
    void shouldNameTheRunsThereAre() throws IOException {
        assertThatThrownBy(() -> runs.find("a"))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("there is no run 'a'; there is none at all in " + user)
                .hasMessageContaining("BOWSTRING_SHM");
        directory(user.resolve("c"), "rwx------");
        directory(user.resolve("b"), "rwx------");

        assertThatThrownBy(() -> runs.find("a"))
                .isInstanceOf(NodeException.class)
                .hasMessage("there is no run 'a'; there are, in " + user + ": b, c");
        assertThatThrownBy(() -> runs.find(user + "/a")).hasMessageEndingWith(user + ": b, c");
        assertThatThrownBy(() -> new RunSearch(Map.of("BOWSTRING_SHM", shm + "/no")).find("a"))
                .hasMessageContaining("there is none at all in " + shm + "/no/bowstring-");
    }

    @Test
    void shouldNotFollowAnIdOutOfItsDirectory() {
        assertThatThrownBy(() -> runs.find(".."))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("no id");
        assertThatThrownBy(() -> runs.find(""))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("no id");
        assertThatThrownBy(() -> RunSearch.tokenOf(new RunDirectory(user), "../x"))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("no id of a node");
    }

    @Test
    void shouldNotTrustDirectoriesThatOthersMayEnter() throws IOException {
        directory(user.resolve("open"), "rwxr-x---");
        Path own = directory(shm.resolve("own"), "rwx------");
        Files.createSymbolicLink(user.resolve("link"), own);

        assertThatThrownBy(() -> runs.find("open")).hasMessageContaining("is not a directory of this user alone");
        assertThatThrownBy(() -> runs.find("link")).hasMessageContaining("is not a directory of this user alone");
        directory(user, "rwxrwx---");
        assertThatThrownBy(() -> runs.find("any")).hasMessageContaining(user + " is not a directory of this user");
    }

    @Test
    void shouldFindTheTokenOfADynamicNodeAlone() throws IOException {
        RunDirectory run = new RunDirectory(directory(user.resolve("run"), "rwx------"));
        for (String node : new String[] {"probe", "camera"}) {
            Files.createDirectories(run.node(node));
        }
        TokenFile.create(run.token("probe"), "secret");

        assertThat(RunSearch.tokenOf(run, "probe")).isEqualTo("secret");
        assertThatThrownBy(() -> RunSearch.tokenOf(run, "camera"))
                .isInstanceOf(NodeException.class)
                .hasMessage(
                        "node 'camera' is not dynamic: the runtime has started it; dynamic nodes of the run: probe");
        assertThatThrownBy(() -> RunSearch.tokenOf(run, "prob"))
                .isInstanceOf(NodeException.class)
                .hasMessage("run run has no node 'prob'; dynamic nodes of the run: probe");
        Files.delete(run.token("probe"));
        assertThatThrownBy(() -> RunSearch.tokenOf(run, "camera")).hasMessageContaining("none; declare one");
    }

    private static Path directory(Path path, String permissions) throws IOException {
        Files.createDirectories(path);
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
