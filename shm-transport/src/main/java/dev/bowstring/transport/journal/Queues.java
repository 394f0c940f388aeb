package dev.bowstring.transport.journal;

import java.nio.file.Path;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;

/** Opens queues, all in the same way. */
final class Queues {
    /** A cycle is a minute; the appender decides how many of them pass over in one file. */
    static final RollCycle CYCLE = LegacyRollCycles.MINUTELY;

    /** Whoever holds our lock file is alone: a write lock that is taken then was left by a dead process. */
    private static final long LOCK_TIMEOUT_MS = 200;

    static {
        setUnlessSet("chronicle.analytics.disable", "true"); // nothing ever leaves the machine
        setUnlessSet("chronicle.announcer.disable", "true");
        setUnlessSet("chronicle.disk.monitor.disable", "true"); // a thread, for what we check ourselves
        // One thread at a time, as our callers see to; not always the same one.
        setUnlessSet("disable.single.threaded.check", "true");
        setUnlessSet("queue.force.unlock.mode", "ALWAYS");
        Jvm.setExceptionHandlers(
                (type, message, thrown) -> log(System.Logger.Level.WARNING, message, thrown),
                (type, message, thrown) -> log(System.Logger.Level.DEBUG, message, thrown),
                null,
                null);
    }

    private Queues() {}

    /** Does nothing, and fails as soon as may be where the libraries of journals are not on the class path. */
    static void load() {}

    private static void setUnlessSet(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }

    private static void log(System.Logger.Level level, String message, Throwable thrown) {
        System.getLogger(Queues.class.getName()).log(level, message, thrown);
    }

    /** For the one process that holds the journal's lock. */
    static SingleChronicleQueue forAppending(JournalDirectory journal, TimeProvider cycles) {
        return builder(journal.path(), journal.blockBytes())
                .timeProvider(cycles)
                .build();
    }

    /** Maps read-only. */
    static SingleChronicleQueue forReading(JournalDirectory journal) {
        return builder(journal.path(), journal.blockBytes()).readOnly(true).build();
    }

    private static SingleChronicleQueueBuilder builder(Path path, long blockBytes) {
        return SingleChronicleQueueBuilder.single(path.toFile())
                .rollCycle(CYCLE)
                .blockSize(blockBytes)
                .timeoutMS(LOCK_TIMEOUT_MS);
    }
}
