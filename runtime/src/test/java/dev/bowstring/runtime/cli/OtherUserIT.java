package dev.bowstring.runtime.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.bowstring.runtime.cli.Bowstring.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Another user of the machine reads nothing, reaches nobody, and what that user has planted is refused. */
@Tag("process")
@Tag("one-jdk")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class OtherUserIT {
    private static final String NOBODY = "65534";
    private static final String UP = "nodes: [{id: a, path: /bin/sh, args: [-c, 'echo up; sleep 300'], outputs: [out]},"
            + " {id: d, path: dynamic, inputs: {in: a/out}}]";

    @TempDir
    Path directory;

    private Bowstring bowstring;
    private int uid;

    @BeforeEach
    void openTheDoorsAsFarAsTmpDoes() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        bowstring = new Bowstring(directory);
        Files.setPosixFilePermissions(bowstring.shm(), PosixFilePermissions.fromString("rwxrwxrwx"));
        uid = (Integer) Files.getAttribute(directory, "unix:uid");
    }

    @AfterEach
    void leaveNothing() {
        bowstring.close();
    }

    @Test
    void shouldKeepOtherUsersOutOfARun() throws Exception {
        assumeThat(uid).as("only root can be another user as well").isZero();
        assumeThat(asNobody("true").exitCode()).as("setpriv --reuid works here").isZero();
        Process flow = bowstring.start(UP);
        bowstring.awaitOutput("a | up");
        Path run = onlyRun();
        List<Path> files;
        try (Stream<Path> all = Files.walk(run)) {
            files = all.toList();
        }
        assertThat(files).hasSizeGreaterThan(15);

        for (Path file : files) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)))
                    .as(file.toString())
                    .matches("(rwx|rw-)------");
        }
        for (Path file : List.of(run, run.resolveSibling(""))) {
            assertThat(asNobody("ls", file.toString()).exitCode()).isNotZero();
            assertThat(asNobody("touch", file.resolve("planted").toString()).exitCode())
                    .isNotZero();
        }
        for (String file :
                List.of("run.json", "lock", "counters", "nodes/d/token", "nodes/a/control", "outputs/a.out/ring")) {
            await().until(() -> Files.exists(run.resolve(file))); // some come after the nodes have started
            assertThat(asNobody("cat", run.resolve(file).toString()).exitCode())
                    .as(file)
                    .isNotZero();
        }
        Path probe = Files.writeString(directory.resolve("Connect.java"), """
                import java.net.UnixDomainSocketAddress;
                import java.nio.channels.SocketChannel;
                class Connect {
                    public static void main(String[] a) throws Exception {
                        SocketChannel.open(UnixDomainSocketAddress.of(a[0])).close();
                        System.out.println("connected");
                    }
                }
                """);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        assertThat(run(List.of(java, probe.toString(), run.resolve("s").toString()))
                        .out())
                .contains("connected");
        Ended connect = asNobody(java, probe.toString(), run.resolve("s").toString());
        assertThat(connect.exitCode()).isNotZero();
        assertThat(connect.out()).doesNotContain("connected");
        if (connect.out().contains("Error loading java.security")) { // /etc may be root's alone
            System.err.println("################ NOT RUN: OtherUserIT, the connect: other users cannot run this JDK");
        } else {
            assertThat(connect.out()).contains("Permission denied");
        }

        Bowstring.signal(flow, "INT");
        bowstring.end(flow);
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldRefuseSharedMemoryThatAnotherUserHasPlanted() throws Exception {
        assumeThat(uid).as("only root can be another user as well").isZero();
        Path planted = bowstring.shm().resolve("bowstring-" + uid);
        assumeThat(asNobody("mkdir", "-m", "700", planted.toString()).exitCode())
                .isZero();

        refused("is not a directory of ours alone", planted);
        Files.delete(planted);
        assertThat(asNobody("ln", "-s", directory.toString(), planted.toString())
                        .exitCode())
                .isZero();
        refused("is not a directory of ours alone", planted);
        Files.delete(planted);
    }

    @Test
    void shouldRefuseSharedMemoryThatIsALinkOrOpenToOthers() throws Exception {
        Path user = bowstring.shm().resolve("bowstring-" + uid);
        Path own = Files.createDirectory(
                directory.resolve("own"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));

        Files.createSymbolicLink(user, own);
        refused("is not a directory of ours alone", user);
        Files.delete(user);
        Files.createDirectory(user);
        for (String mode : List.of("rwxr-x---", "rwx-----x", "rwxrwxrwx", "r-x------")) {
            Files.setPosixFilePermissions(user, PosixFilePermissions.fromString(mode));
            refused("is not a directory of ours alone", user);
        }
        Files.delete(user);
        Files.writeString(user, "a file");
        refused("is not a directory of ours alone", user);
        assertThat(own).isEmptyDirectory();
    }

    @Test
    void shouldRefuseADataDirectoryThatOthersCouldChange() throws Exception {
        Files.createDirectory(bowstring.data());
        Files.setPosixFilePermissions(bowstring.data(), PosixFilePermissions.fromString("rwxrwxrwx"));
        refused("can be written by other users", bowstring.data());
        Files.setPosixFilePermissions(bowstring.data(), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(bowstring.run("nodes: [{id: a, path: /bin/true}]").exitCode())
                .isZero();

        assumeThat(uid).as("only root can be another user as well").isZero();
        Path ours = directory.resolve("ours");
        Files.move(bowstring.data(), ours);
        Files.createSymbolicLink(bowstring.data(), ours);
        assertThat(bowstring.run("nodes: [{id: a, path: /bin/true}]").exitCode())
                .as("a link of our own")
                .isZero();
        Files.delete(bowstring.data());
        assertThat(asNobody("ln", "-s", ours.toString(), bowstring.data().toString())
                        .exitCode())
                .isZero();
        refused("belongs to another user", bowstring.data());
        Files.delete(bowstring.data());
        assertThat(asNobody("mkdir", bowstring.data().toString()).exitCode()).isZero();
        refused("belongs to another user", bowstring.data());
    }

    private void refused(String why, Path place) throws Exception {
        Ended ended = bowstring.run("nodes: [{id: a, path: /bin/sh, args: [-c, 'touch trace']}]");
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(2);
        assertThat(ended.err())
                .contains(place.toString(), why, "choose another directory with --")
                .doesNotContain("\tat ");
        assertThat(directory.resolve("trace")).doesNotExist();
        assertThat(bowstring.livingNodes()).isEmpty();
    }

    private static Ended asNobody(String... command) throws Exception {
        List<String> words =
                new ArrayList<>(List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--"));
        words.addAll(List.of(command));
        return run(words);
    }

    private static Ended run(List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("LC_ALL", "C"));
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), out, "");
    }

    private Path onlyRun() throws IOException {
        try (Stream<Path> runs = Files.list(bowstring.shm().resolve("bowstring-" + uid))) {
            return runs.findFirst().orElseThrow();
        }
    }
}
