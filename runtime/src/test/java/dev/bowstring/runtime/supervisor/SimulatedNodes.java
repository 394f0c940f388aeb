package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.logs.LineSink;
import dev.bowstring.runtime.process.Child;
import dev.bowstring.runtime.process.Launch;
import dev.bowstring.runtime.process.ProcessException;
import dev.bowstring.runtime.process.Processes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** Processes in virtual time that do, by chance, all that processes of nodes do: crash, hang, end, obey and do not obey. */
final class SimulatedNodes implements Processes {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long MS = 1_000_000L;
    private static final double CANNOT_START = 0.002;

    /** Those that were started since somebody has looked last. */
    final List<SimulatedChild> fresh = new ArrayList<>();

    private final Map<String, SimulatedChild> last = new LinkedHashMap<>();
    private int started;
    private final SplittableRandom random;
    private final LongSupplier clock;

    SimulatedNodes(SplittableRandom random, LongSupplier clock) {
        this.random = random;
        this.clock = clock;
    }

    @Override
    public Child spawn(Launch launch, LineSink lines) {
        if (random.nextDouble() < CANNOT_START) {
            throw new ProcessException("node " + launch.node() + ": cannot be started");
        }
        SimulatedChild child = new SimulatedChild(launch);
        fresh.add(child);
        last.put(launch.node(), child);
        started++;
        return child;
    }

    int started() {
        return started;
    }

    /** The last process of each node that had one. */
    Collection<SimulatedChild> last() {
        return last.values();
    }

    /** When the next process does something by itself. */
    long nextNs() {
        return last.values().stream().mapToLong(SimulatedChild::nextNs).min().orElse(NEVER);
    }

    /** One process. */
    final class SimulatedChild implements Child {
        final Launch launch;
        final long spawnedNs = clock.getAsLong();
        private final boolean deaf = random.nextInt(8) == 0; // to words and to SIGTERM
        private long readyNs;
        private long exitNs;
        private int code;
        private int descendants = random.nextInt(10) == 0 ? 1 : 0;
        private OptionalInt exit = OptionalInt.empty();
        long exitedNs = NEVER;
        boolean wasReady;

        private SimulatedChild(Launch launch) {
            this.launch = launch;
            boolean hangs = random.nextInt(30) == 0;
            long startMs = 50 + random.nextInt(1_000);
            readyNs = hangs ? NEVER : spawnedNs + startMs * MS;
            boolean crashesAtStart = random.nextInt(10) == 0;
            long lifeMs = crashesAtStart ? random.nextInt(50) : 1 + (long) (-Math.log(random.nextDouble()) * 20_000);
            exitNs = spawnedNs + lifeMs * (random.nextInt(10) == 0 ? 100 : 1) * MS;
            code = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(100);
        }

        private long nextNs() {
            return exit.isPresent() ? NEVER : Math.min(wasReady ? NEVER : readyNs, exitNs);
        }

        /** Whether it gets ready now. */
        boolean getsReady() {
            boolean now = exit.isEmpty() && !wasReady && clock.getAsLong() >= readyNs;
            wasReady |= now;
            return now;
        }

        /** Ends when its time has come. */
        void doWork() {
            if (exit.isEmpty() && clock.getAsLong() >= exitNs) {
                exit(code);
            }
        }

        private void exit(int with) {
            exit = OptionalInt.of(with);
            exitedNs = clock.getAsLong();
        }

        boolean lives() {
            return exit.isEmpty() || descendants > 0;
        }

        /** It has read that it is to end. */
        void asked() {
            if (!deaf && wasReady) {
                endSoon(0);
            }
        }

        private void endSoon(int with) {
            long soonNs = clock.getAsLong() + random.nextInt(6_000) * MS;
            if (soonNs < exitNs) {
                exitNs = soonNs;
                code = with;
            }
        }

        @Override
        public long pid() {
            return 1;
        }

        @Override
        public OptionalInt exitCode() {
            return exit;
        }

        @Override
        public String exitCause() {
            return "exit code " + exit.orElseThrow();
        }

        @Override
        public boolean drained() {
            return true;
        }

        @Override
        public long handedOn() {
            return 0;
        }

        @Override
        public boolean quiet() {
            return true;
        }

        @Override
        public void terminate() {
            if (!deaf) {
                endSoon(128 + 15);
            }
        }

        @Override
        public int killSession() {
            int living = descendants + (exit.isEmpty() ? 1 : 0);
            if (random.nextInt(3) > 0) { // the kernel takes its time
                descendants = 0;
                if (exit.isEmpty()) {
                    exit(128 + 9);
                }
            }
            return living;
        }
    }
}
