package dev.bowstring.runtime.doctor;

import dev.bowstring.runtime.process.AllowedCpus;
import dev.bowstring.runtime.supervisor.RunDirectories;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** All checks of this machine. */
public final class Doctor {
    private static final Path PROC = Path.of("/proc");
    private static final Path SYS = Path.of("/sys");

    private final List<Check> checks;

    /**
     * @param shm the directory for shared memory
     * @param data the directory for logs and caches
     * @param environment of this process
     * @param clean whether what dead runs have left is removed
     */
    public Doctor(Path shm, Path data, Map<String, String> environment, boolean clean) {
        this.checks = List.of(
                new JavaCheck(environment),
                new ToolCheck(),
                new SharedMemoryCheck(shm),
                new DataDirectoryCheck(data),
                new LimitCheck(PROC),
                new CpuCheck(new AllowedCpus().list().orElse("")),
                new ClockCheck(SYS, ClockCheck::measureNs),
                new WaitCheck(PROC),
                new LeftOverCheck(new RunDirectories(shm), clean));
    }

    /** What they find, in a sensible order. */
    public List<Finding> look() {
        return checks.stream().flatMap(check -> check.look().stream()).toList();
    }
}
