package dev.bowstring.transport.doorbell;

import java.lang.System.Logger.Level;
import java.util.Locale;

/** The futex of this machine, found when it is first used: loading native code takes 0.1 s. */
final class SystemFutex implements Futex {
    static final Futex INSTANCE = new SystemFutex();

    @Override
    public int await(long address, int expected, long timeoutNs) {
        return Loaded.FUTEX.await(address, expected, timeoutNs);
    }

    @Override
    public void wakeAll(long address) {
        Loaded.FUTEX.wakeAll(address);
    }

    static boolean sleeps() {
        return Loaded.FUTEX instanceof LinuxFutex;
    }

    private static final class Loaded {
        static final Futex FUTEX = load();

        private static Futex load() {
            long number = callNumber(System.getProperty("os.name"), System.getProperty("os.arch"));
            if (number < 0) {
                return new PollingFutex();
            }
            try {
                LinuxFutex futex = new LinuxFutex(systemCall(), number);
                futex.check();
                return futex;
            } catch (RuntimeException | LinkageError failure) {
                // Native code may be forbidden here (a noexec temporary directory, a sandbox): slower, but it works.
                System.getLogger(SystemFutex.class.getName())
                        .log(Level.WARNING, "No futex here, waits poll instead: {0}", failure.toString());
                return new PollingFutex();
            }
        }

        private static SystemCall systemCall() {
            if (!ForeignSystemCall.available()) {
                return JnrSystemCall.load();
            }
            try {
                return ForeignSystemCall.load();
            } catch (ReflectiveOperationException failure) {
                return JnrSystemCall.load(); // Warned of by the JDK, and slower to load; it does the same.
            }
        }
    }

    /** The number of futex(2), or -1 where there is none. */
    static long callNumber(String system, String architecture) {
        if (!system.equalsIgnoreCase("linux")) {
            return -1;
        }
        return switch (architecture.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> 202;
            case "aarch64", "arm64" -> 98;
            default -> -1;
        };
    }
}
