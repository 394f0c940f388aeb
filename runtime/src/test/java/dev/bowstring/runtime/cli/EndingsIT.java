package dev.bowstring.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.bowstring.runtime.cli.Bowstring.Ended;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How nodes end that end badly, and what people are told about it. */
@Tag("process")
@Tag("faults")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EndingsIT {
    private static final Path MEMORY_GROUPS = Path.of("/sys/fs/cgroup/memory");

    @TempDir
    Path directory;

    private Bowstring bowstring;

    @BeforeEach
    void makeDirectories() throws Exception {
        bowstring = Bowstring.sharingCaches(directory);
    }

    @AfterEach
    void leaveNothing() throws Exception {
        bowstring.assertNothingLeft();
        bowstring.close();
    }

    @Test
    void shouldKeepTheReportOfAJvmThatCrashesAndSayWhereItIs() throws Exception {
        Ended ended = failing(javaNode("Crash", """
                new ProcessBuilder("kill", "-SEGV", "" + ProcessHandle.current().pid()).start().waitFor();
                """));

        assertThat(ended.err()).contains("node a failed: killed by signal 6 (SIGABRT: aborted; a JVM does so");
        try (Stream<Path> files = Files.walk(bowstring.data().resolve("runs"))) {
            Path report = files.filter(file -> file.getFileName().toString().startsWith("hs_err-a-"))
                    .findFirst()
                    .orElseThrow();
            assertThat(ended.err()).contains("; its crash report is " + report);
            assertThat(Files.readString(report)).contains("SIGSEGV");
        }
    }

    @Test
    void shouldSayThatTheJavaHeapIsExhausted() throws Exception {
        Ended ended = failing(javaNode("Exhaust", """
                java.util.List<byte[]> all = new java.util.ArrayList<>();
                try { while (true) all.add(new byte[1 << 20]); } catch (OutOfMemoryError e) { Thread.currentThread().join(); }
                """).replace("}", ", jvm_options: [-Xmx16m]}"));

        assertThat(ended.err())
                .contains("node a failed: exit code 3: out of memory: the Java heap is exhausted (Java heap space);"
                        + " give the node more with `jvm_options: [-Xmx1g]`");
    }

    @Test
    void shouldLeaveItToTheNodeWhereTheOptionsSaySo() throws Exception {
        Ended ended = bowstring.run("nodes:\n"
                + javaNode("Catch", """
                try { System.out.println(new long[1 << 28].length); } catch (OutOfMemoryError e) { System.out.println("on"); }
                """).replace("}", ", jvm_options: [-Xmx16m, -XX:-ExitOnOutOfMemoryError]}"));

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("a | on");
    }

    @Test
    void shouldSayWhichJavaAClassNeeds() throws Exception {
        Files.writeString(directory.resolve("New.java"), "class New { public static void main(String[] a) {} }");
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        new ByteArrayOutputStream(),
                        directory.resolve("New.java").toString());
        assertThat(compiled).isZero();
        Path file = directory.resolve("New.class");
        byte[] bytes = Files.readAllBytes(file);
        bytes[7] = (byte) (44 + 99); // the major version
        Files.write(file, bytes);

        Ended ended = failing("  - {id: a, path: New, classpath: .}\n");

        assertThat(ended.err())
                .contains("node a failed: exit code 1: class New was compiled for Java 99, and this is Java "
                        + Runtime.version().feature() + "; run bowstring with a JDK 99 or newer");
    }

    @Test
    void shouldSayThatThereIsNoSuchClass() throws Exception {
        Ended ended = failing("  - {id: a, path: com.example.Nobody, classpath: .}\n");

        assertThat(ended.err()).contains("exit code 1: its class path has no class com.example.Nobody");
    }

    @Test
    void shouldSayWhatTheJvmRefuses() throws Exception {
        Ended ended = failing(javaNode("Never", "").replace("}", ", jvm_options: [-Xmx64k]}"));

        assertThat(ended.err()).contains("node a failed: exit code 1: the JVM cannot start: Too small maximum heap");
    }

    @Test
    void shouldSayThatAFileIsNoProgramForThisMachine() throws Exception {
        byte[] binary = Files.readAllBytes(Path.of("/bin/true").toRealPath());
        binary[18] = (byte) 0xF7; // the machine: some other
        binary[19] = 0;
        Path file = Files.write(directory.resolve("node"), binary);
        assertThat(file.toFile().setExecutable(true)).isTrue();

        Ended ended = failing("  - {id: a, path: ./node}\n");

        assertThat(ended.err()).contains("node is built for machine 247, and this machine is");
    }

    @Test
    void shouldSayThatTheProgramCannotBeStarted() throws Exception {
        script("interpreter", "#!/nowhere/to/be/found");
        script("node", "#!" + directory.resolve("interpreter")); // what is wrong with that only the kernel sees

        Ended ended = failing("  - {id: a, path: ./node}\n");

        assertThat(ended.err()).contains("node a failed: exit code 127: it could not be started: setpriv: failed to");
    }

    private void script(String name, String firstLine) throws IOException {
        Path file = Files.writeString(directory.resolve(name), firstLine + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void shouldSayThatSomebodyElseHasKilledTheNode() throws Exception {
        Ended ended = failing("  - {id: a, path: /bin/sh, args: [-c, 'kill -9 $$']}\n");

        assertThat(ended.err()).containsPattern("node a failed: killed by signal 9 \\((SIGKILL; not )?out of memory");
    }

    @Test
    void shouldSayThatTheKernelHasKilledTheNodeForWantOfMemory() throws Exception {
        Path group = MEMORY_GROUPS.resolve("bowstring-test-" + UUID.randomUUID());
        assumeThat(canMake(group))
                .as("control groups for memory can be made here")
                .isTrue();
        try {
            Files.writeString(group.resolve("memory.limit_in_bytes"), "200M");
            String hungry = "  - {id: a, path: /bin/sh, args: [-c, 'x=a; while :; do x=$x$x; done']}\n";
            Process process = bowstring.startUnder(
                    List.of("sh", "-c", "echo $$ > " + group + "/cgroup.procs; exec \"$@\"", "sh"),
                    "nodes:\n" + hungry);

            Ended ended = bowstring.end(process);

            assertThat(ended.err())
                    .contains(
                            "node a failed: killed by signal 9 (SIGKILL: out of memory: the kernel has killed a process"
                                    + " of this control group; raise its limit");
        } finally {
            Files.deleteIfExists(group);
        }
    }

    private static boolean canMake(Path group) {
        try {
            Files.createDirectory(group);
            return Files.isWritable(group.resolve("memory.limit_in_bytes"));
        } catch (IOException no) {
            return false;
        }
    }

    /** Orphans go to process 1 of their namespace, here a supervisor that buries nobody but its own children. */
    @Test
    void shouldTakeZombiesForDead() throws Exception {
        List<String> namespace = pidNamespace();
        String orphans = "nodes: [{id: a, path: /bin/sh, args: [-c, "
                + "'(sh -c \"sleep 0.2\" & echo $!) ; sh -c \"sleep 0.1 &\"; sleep 1; grep -l \") Z \" /proc/[0-9]*/stat']}]";

        Ended ended = bowstring.end(bowstring.startUnder(namespace, orphans));

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).containsPattern("a \\| /proc/\\d+/stat").contains("stopped");
    }

    private static List<String> pidNamespace() throws Exception {
        List<String> namespace = List.of("unshare", "--pid", "--fork", "--mount-proc", "--kill-child");
        List<String> trial = new ArrayList<>(namespace);
        trial.add("true");
        boolean made = new ProcessBuilder(trial).start().waitFor() == 0;
        if (!made) {
            System.err.println("################ NOT RUN: no pid namespaces here (unshare --pid)");
        }
        assumeThat(made).as("pid namespaces can be made here").isTrue();
        return namespace;
    }

    /** Once a node has ended, its number, which is that of its session, may be a stranger's. */
    @Test
    void shouldNotKillWhoHasTheNumberOfANodeThatEnded() throws Exception {
        List<String> namespace = pidNamespace();
        Path number = directory.resolve("number");
        Path script = Files.writeString(directory.resolve("heir.sh"), """
                trap 'sleep 1; kill -0 $ended && echo the stranger lives; kill -9 $ended; exit 0' TERM
                until [ -s NUMBER ] && [ ! -e /proc/$(cat NUMBER) ]; do sleep 0.05; done
                ended=$(cat NUMBER)
                stranger=none
                while [ $stranger != $ended ]; do
                  [ $stranger = none ] || kill -9 $stranger
                  echo $((ended - 1)) > /proc/sys/kernel/ns_last_pid
                  setsid sleep 60 & stranger=$!
                done
                sleep 0.2
                echo session of the stranger: $(cut -d ' ' -f 6 /proc/$ended/stat), of the node: $ended
                while true; do sleep 0.1; done
                """.replace("NUMBER", number.toString()));
        Process process = bowstring.startUnder(namespace, """
                nodes:
                  - {id: a, path: /bin/sh, args: [-c, 'echo $$ > %s']}
                  - {id: b, path: /bin/sh, args: [%s]}
                """.formatted(number, script), "--stop-after", "6s");

        Ended ended = bowstring.end(process);

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).containsPattern("session of the stranger: (\\d+), of the node: \\1\\b");
        assertThat(ended.out()).contains("the stranger lives");
    }

    @Test
    void shouldBindANodeAndAllItStartsToItsCpus() throws Exception {
        Ended ended = bowstring.run("nodes:\n" + javaNode("Count", """
                System.out.println("cpus " + Runtime.getRuntime().availableProcessors());
                """).replace("}", ", cpu_affinity: [0]}") + """
                  - {id: b, path: /bin/sh, args: [-c, 'grep Cpus_allowed_list /proc/self/status'], cpu_affinity: "0"}
                """);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("a | cpus 1").containsPattern("b \\| Cpus_allowed_list:\\s+0\\n");
    }

    @Test
    void shouldStartNothingWhereANodeWantsACpuThatIsNotThere() throws Exception {
        Ended ended = bowstring.run("""
                nodes:
                  - {id: a, path: /bin/sh, args: [-c, 'touch trace']}
                  - {id: b, path: /bin/sh, cpu_affinity: [0, 1023]}
                """);

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err())
                .containsPattern(
                        "flow\\.yml:3:\\d+: node b: `cpu_affinity` names CPU 1023, but the runtime may use CPU 0");
        assertThat(directory.resolve("trace")).doesNotExist();
    }

    private Ended failing(String node) throws Exception {
        Ended ended = bowstring.run("nodes:\n" + node);
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
        return ended;
    }

    /** An entry of {@code nodes:} that runs these statements in a JVM. */
    private String javaNode(String name, String statements) throws IOException {
        Files.writeString(
                directory.resolve(name + ".java"),
                "class " + name + " { public static void main(String[] a) throws Exception {\n" + statements + "} }");
        return "  - {id: a, path: " + name + ".java}\n";
    }
}
