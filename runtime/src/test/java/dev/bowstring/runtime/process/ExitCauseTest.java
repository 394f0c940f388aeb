package dev.bowstring.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.process.ExitCause.Evidence;
import dev.bowstring.runtime.process.ExitCause.Memory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCauseTest {
    private static final int SIGNALS = 128;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            3   | exit code 3
            128 | exit code 128
            255 | exit code 255
            129 | killed by signal 1 (SIGHUP: hang-up)
            130 | killed by signal 2 (SIGINT: interrupted)
            131 | killed by signal 3 (SIGQUIT: quit)
            132 | killed by signal 4 (SIGILL: illegal instruction)
            136 | killed by signal 8 (SIGFPE: arithmetic fault)
            137 | killed by signal 9 (out of memory?)
            138 | killed by signal 10 (SIGUSR1)
            143 | killed by signal 15 (SIGTERM: terminated)
            159 | killed by signal 31 (SIGSYS: a system call that is forbidden here)
            170 | killed by signal 42
            """)
    void shouldSayInPlainWordsWhyAProcessEnded(int exitCode, String cause) {
        assertThat(ExitCause.describe(exitCode)).isEqualTo(cause);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            134 | killed by signal 6 (SIGABRT: aborted; a JVM does so when it crashes
            135 | killed by signal 7 (SIGBUS: bus error
            139 | killed by signal 11 (SIGSEGV: memory violation; a received vector is read-only
            """)
    void shouldSayWhatMayHaveCausedACrash(int exitCode, String cause) {
        assertThat(ExitCause.describe(exitCode)).startsWith(cause);
    }

    @Test
    void shouldSayWhetherItWasTheWantOfMemoryThatKilled() {
        assertThat(killed(Memory.UNKNOWN)).isEqualTo("killed by signal 9 (out of memory?)");
        assertThat(killed(Memory.NOT_EXHAUSTED)).contains("SIGKILL; not out of memory");
        assertThat(killed(Memory.EXHAUSTED_SOMEWHERE)).contains("SIGKILL; out of memory?");
        assertThat(killed(Memory.EXHAUSTED_HERE)).contains("SIGKILL: out of memory: ", "raise its limit");
    }

    private static String killed(Memory memory) {
        return ExitCause.describe(SIGNALS + 9, new Evidence(true, "", List.of(), memory));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            3 | Terminating due to java.lang.OutOfMemoryError: Java heap space | out of memory: the Java heap is exhausted (Java heap space); give the node more with `jvm_options: [-Xmx1g]`
            3 | Terminating due to java.lang.OutOfMemoryError: Metaspace | out of memory: Metaspace; raise `-XX:MaxMetaspaceSize`
            3 | Terminating due to java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process/resource limits reached | too many threads, see `ulimit -u`
            1 | '\tjava.lang.UnsupportedClassVersionError: com/a/Node has been compiled by a more recent version of the Java Runtime (class file version 69.0), this version of the Java Runtime only recognizes class file versions up to 61.0' | class com/a/Node was compiled for Java 25, and this is Java 17; run bowstring with a JDK 25 or newer, or compile with `--release 17`
            1 | Error: Could not find or load main class com.a.Node | its class path has no class com.a.Node
            1 | 'Error: Main method not found in class Node, please define the main method as:' | class Node has no main method
            1 | anything else | exit code 1
            2 | Error: Could not find or load main class com.a.Node | exit code 2
            4 | Terminating due to java.lang.OutOfMemoryError: Java heap space | exit code 4
            """)
    void shouldSayWhyAJvmEndedByItself(int exitCode, String line, String cause) {
        String told = ExitCause.describe(exitCode, new Evidence(true, "", List.of("x", line, "y"), Memory.UNKNOWN));

        assertThat(told).startsWith("exit code " + exitCode).contains(cause);
        assertThat(ExitCause.describe(exitCode, new Evidence(false, "", List.of(line), Memory.UNKNOWN)))
                .as("a program that is no JVM may print what it likes")
                .isEqualTo("exit code " + exitCode);
    }

    @Test
    void shouldSayWhatTheJvmCannotStartWith() {
        assertThat(jvm("Error occurred during initialization of VM", "Too small maximum heap"))
                .isEqualTo("exit code 1: the JVM cannot start: Too small maximum heap; check its `jvm_options`");
        assertThat(jvm("Unrecognized option: -Xfast", "Error: Could not create the Java Virtual Machine."))
                .isEqualTo("exit code 1: the JVM refuses an option: Unrecognized option: -Xfast;"
                        + " check its `jvm_options`");
        assertThat(jvm("Error occurred during initialization of VM")).isEqualTo("exit code 1");
    }

    private static String jvm(String... lines) {
        return ExitCause.describe(1, new Evidence(true, "", List.of(lines), Memory.UNKNOWN));
    }

    @Test
    void shouldTellAProgramThatCannotBeStartedFromOneThatFails() {
        String missing = "setpriv: failed to execute /opt/node: No such file or directory";

        assertThat(ExitCause.describe(127, new Evidence(false, "", List.of(missing), Memory.UNKNOWN)))
                .isEqualTo("exit code 127: it could not be started: " + missing);
        assertThat(ExitCause.describe(127, new Evidence(false, "", List.of("x"), Memory.UNKNOWN)))
                .isEqualTo("exit code 127");
    }

    @Test
    void shouldSayThatAFileIsNoProgramForThisMachine() throws Exception {
        byte[] elf = new byte[64];
        System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F', 2, 1}, 0, elf, 0, 6);
        elf[18] = (byte) 183;
        Path foreign = Files.write(directory.resolve("foreign"), elf);
        Path text = Files.writeString(directory.resolve("text"), "print('a script without a first line')\n");
        Path script = Files.writeString(directory.resolve("script"), "#!/bin/sh\nexit 2 # and some more text\n");

        assertThat(BinaryFormat.trouble(foreign, "amd64"))
                .hasValue(foreign + " is built for aarch64, and this machine is amd64");
        assertThat(BinaryFormat.trouble(foreign, "aarch64")).isEmpty();
        assertThat(BinaryFormat.trouble(script, "amd64")).isEmpty();
        assertThat(BinaryFormat.trouble(directory.resolve("gone"), "amd64")).isEmpty();
        assertThat(ExitCause.describe(2, new Evidence(false, text.toString(), List.of(), Memory.UNKNOWN)))
                .isEqualTo("exit code 2: " + text
                        + " is neither a binary nor a script that begins with `#!`, so the shell has read it");
    }
}
