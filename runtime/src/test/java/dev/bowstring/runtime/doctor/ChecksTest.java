package dev.bowstring.runtime.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.bowstring.runtime.doctor.Finding.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksTest {
    @TempDir
    private Path directory;

    @Test
    void shouldWarnOfLowLimitsAndTellTheOthers() throws Exception {
        write("proc/self/limits", """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             500                  500                  processes
                Max open files            256                  1048576              files
                Max locked memory         8388608              unlimited            bytes
                """);
        write("proc/sys/vm/max_map_count", "1000\n");

        List<Finding> findings = new LimitCheck(directory.resolve("proc")).look();

        assertThat(findings)
                .extracting(Finding::level, Finding::what)
                .containsExactlyInAnyOrder(
                        tuple(Level.WARNING, "processes and threads: 500"),
                        tuple(Level.OK, "open files (hard): 1048576"),
                        tuple(Level.OK, "locked memory: 8388608"),
                        tuple(Level.WARNING, "memory mappings of a process: 1000"));
        assertEveryTroubleHasACure(findings);
    }

    @Test
    void shouldWarnOfAClockThatTakesASystemCall() throws Exception {
        assertThat(clock("tsc", 20)).isEqualTo(Level.OK);
        assertThat(clock("arch_sys_counter", 20)).isEqualTo(Level.OK);
        assertThat(clock("hpet", 20)).isEqualTo(Level.WARNING);
        assertThat(clock("acpi_pm", 900)).isEqualTo(Level.WARNING);
        assertThat(clock("tsc", 900)).isEqualTo(Level.WARNING);
        assertThat(new ClockCheck(directory.resolve("none"), () -> 20)
                        .look()
                        .get(0)
                        .level())
                .isEqualTo(Level.OK);
        assertThat(ClockCheck.measureNs()).isPositive();
    }

    private Level clock(String source, long ns) throws IOException {
        write("sys/devices/system/clocksource/clocksource0/current_clocksource", source + "\n");
        List<Finding> findings = new ClockCheck(directory.resolve("sys"), () -> ns).look();
        assertEveryTroubleHasACure(findings);
        return findings.get(0).level();
    }

    @Test
    void shouldRefuseSharedMemoryThatIsNotThereOrIsPlanted() throws Exception {
        assertThat(new SharedMemoryCheck(directory.resolve("none")).look())
                .singleElement()
                .extracting(Finding::level)
                .isEqualTo(Level.PROBLEM);
        Path shm = Files.createDirectory(directory.resolve("shm"));
        assertThat(new SharedMemoryCheck(shm).look()).noneMatch(finding -> finding.level() == Level.PROBLEM);

        Object uid = Files.getAttribute(directory, "unix:uid");
        Path user = Files.createDirectory(shm.resolve("bowstring-" + uid));
        Files.setPosixFilePermissions(user, PosixFilePermissions.fromString("rwxrwxrwx"));

        List<Finding> findings = new SharedMemoryCheck(shm).look();
        assertThat(findings)
                .anyMatch(finding ->
                        finding.level() == Level.PROBLEM && finding.what().contains("planted"));
        assertEveryTroubleHasACure(findings);
    }

    @Test
    void shouldLookAtTheDataDirectoryWithoutMakingIt() throws Exception {
        Path data = directory.resolve("a/b/c");

        List<Finding> findings = new DataDirectoryCheck(data).look();

        assertThat(findings)
                .singleElement()
                .extracting(Finding::what)
                .asString()
                .contains("not there yet");
        assertThat(directory.resolve("a")).doesNotExist();
        Files.writeString(directory.resolve("a"), "in the way");
        assertThat(new DataDirectoryCheck(data).look().get(0).level()).isEqualTo(Level.PROBLEM);
    }

    @Test
    void shouldWarnOfVariablesThatEveryJvmObeys() {
        assertThat(new JavaCheck(Map.of()).look()).noneMatch(finding -> finding.level() == Level.WARNING);
        assertThat(new JavaCheck(Map.of("JAVA_TOOL_OPTIONS", "-Xmx9m")).look())
                .anyMatch(finding ->
                        finding.level() == Level.WARNING && finding.what().contains("-Xmx9m"));
    }

    @Test
    void shouldFindNothingThatKeepsTheTestsOfThisBuildFromRunning() {
        List<Finding> findings =
                new Doctor(Path.of("/dev/shm"), directory.resolve("data"), System.getenv(), false).look();

        assertThat(findings).noneMatch(finding -> finding.level() == Level.PROBLEM);
        assertThat(findings)
                .extracting(Finding::about)
                .contains(
                        "java",
                        "util-linux",
                        "shared memory",
                        "data directory",
                        "limits",
                        "cpus",
                        "clock",
                        "waiting",
                        "left over");
        assertEveryTroubleHasACure(findings);
        assertThat(directory.resolve("data")).doesNotExist();
    }

    private static void assertEveryTroubleHasACure(List<Finding> findings) {
        assertThat(findings)
                .allSatisfy(finding -> assertThat(finding.cure().isEmpty())
                        .as(finding.toString())
                        .isEqualTo(finding.level() == Level.OK));
    }

    private void write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        Files.writeString(path, text);
    }
}
