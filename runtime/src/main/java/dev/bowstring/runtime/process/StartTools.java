package dev.bowstring.runtime.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Whether processes can be started as nodes are. */
public final class StartTools {
    private static final long PATIENCE_S = 10;

    private StartTools() {}

    /** Starts a program that does nothing in that way; why it does not work, empty if it does. */
    public static Optional<String> trouble() {
        try {
            String cpus = new AllowedCpus().list().orElse("0");
            Process process = new ProcessBuilder(List.of(
                            UtilLinux.find("setsid").toString(),
                            "--wait",
                            UtilLinux.find("setpriv").toString(),
                            "--pdeathsig",
                            "KILL",
                            "--",
                            UtilLinux.find("taskset").toString(),
                            "--cpu-list",
                            cpus,
                            "true"))
                    .redirectErrorStream(true)
                    .start();
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of("setsid, setpriv and taskset do not come to an end");
            }
            String words = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.exitValue() == 0
                    ? Optional.empty()
                    : Optional.of("nodes cannot be started: " + words.strip());
        } catch (ProcessException missing) {
            return Optional.of(String.valueOf(missing.getMessage()));
        } catch (IOException failure) {
            return Optional.of("nodes cannot be started: " + failure.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }
}
