package dev.bowstring.runtime.cli;

import dev.bowstring.transport.doorbell.Futex;
import java.util.Set;

/**
 * Loads what a supervisor needs in any case while its command line and its dataflow are still being read, on another
 * processor: native code takes a tenth of a second, which the first nodes would wait for later.
 */
final class EarlyLoading {
    private static final Set<String> SUPERVISING = Set.of("run", "replay");
    private static final long MOST_MS = 2_000;

    private EarlyLoading() {}

    /**
     * Begins, for a command that needs it.
     *
     * @return waits for its end: a library that was being unpacked while the JVM ends would stay on the disk
     */
    static Runnable begin(String... arguments) {
        if (arguments.length == 0 || !SUPERVISING.contains(arguments[0])) {
            return () -> {};
        }
        Thread loading = new Thread(Futex::systemSleeps, "bowstring-early-loading");
        loading.setDaemon(true);
        loading.start();
        return () -> await(loading);
    }

    private static void await(Thread loading) {
        try {
            loading.join(MOST_MS);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }
}
