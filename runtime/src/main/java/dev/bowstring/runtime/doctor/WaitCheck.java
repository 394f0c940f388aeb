package dev.bowstring.runtime.doctor;

import dev.bowstring.transport.doorbell.Futex;
import java.nio.file.Path;
import java.util.List;

/** Whether nodes can sleep in the kernel until they are woken. */
record WaitCheck(Path proc) implements Check {
    private static final String ABOUT = "waiting";
    private static final String SECCOMP = "Seccomp:";

    @Override
    public List<Finding> look() {
        String filter = LimitCheck.lines(proc.resolve("self/status")).stream()
                .filter(line -> line.startsWith(SECCOMP))
                .map(line -> line.substring(SECCOMP.length()).strip())
                .findFirst()
                .orElse("0");
        String seccomp = filter.equals("0") ? "" : "; system calls are filtered here (seccomp mode " + filter + ")";
        return List.of(
                Futex.systemSleeps()
                        ? Finding.ok(ABOUT, "the futex works" + seccomp)
                        : Finding.warning(
                                ABOUT,
                                "no futex here: nodes look for messages again and again instead of being woken"
                                        + seccomp,
                                "allow futex(2), and native code: no `noexec` on the directory for temporary files"));
    }
}
