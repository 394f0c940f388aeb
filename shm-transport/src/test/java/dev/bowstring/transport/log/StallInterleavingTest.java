package dev.bowstring.transport.log;

import static dev.bowstring.transport.log.LogChecks.require;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.sim.Actor;
import dev.bowstring.transport.sim.SeededSchedule;
import dev.bowstring.transport.sim.SimulatedBuffer;
import dev.bowstring.transport.sim.SimulatedFile;
import dev.bowstring.transport.sim.SimulatedMachine;
import dev.bowstring.transport.sim.Words;
import dev.bowstring.transport.sim.WordsAround;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.AtomicBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The supervisor judges a reader while its publisher commits and the reader reads, on a simulated weak machine: no reader
 * is blamed for a wait in which the publisher has gone on.
 */
@Timeout(300)
final class StallInterleavingTest {
    private static final int SEEDS = 2_000;
    private static final int MESSAGES = 6;
    private static final int MOST_SEEDS = 20_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private int judged;

    /** What is left out. */
    private enum Mutant {
        NONE,
        SINCE_AFTER_TAIL,
        SINCE_READ_ONCE,
        SAID_TOO_LONG
    }

    @AfterEach
    void endThreads() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldBlameAReaderOnlyForAWaitThatHasLastedAllTheTime() throws InterruptedException {
        for (int seed = 1; seed <= LogRuns.seeds(SEEDS); seed++) {
            new World(seed, Mutant.NONE).play();
        }
        assertThat(judged).isGreaterThan(SEEDS / 10);
    }

    @Test
    void shouldNoticeThatTheMomentIsStoredTooLate() {
        assertThat(noticedBySeed(Mutant.SINCE_AFTER_TAIL)).isPositive();
    }

    @Test
    void shouldNoticeThatTheMomentIsNotReadAgain() {
        assertThat(noticedBySeed(Mutant.SINCE_READ_ONCE)).isPositive();
    }

    @Test
    void shouldNoticeThatWhatWasSaidIsTakenBackAfterTheMomentIsStored() {
        assertThat(noticedBySeed(Mutant.SAID_TOO_LONG)).isPositive();
    }

    private int noticedBySeed(Mutant mutant) {
        for (int seed = 1; seed <= MOST_SEEDS; seed++) {
            try {
                new World(seed, mutant).play();
            } catch (AssertionError noticed) {
                assertThat(noticed).hasMessageContaining("blamed");
                return seed;
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
        return 0;
    }

    /** A publisher that is always ahead, a reader with a queue of one, and a supervisor. */
    private final class World implements SimulatedMachine.Monitor {
        private final SimulatedMachine machine;
        private final Mutant mutant;
        private final SimulatedFile ring;
        private final SimulatedFile control;
        private final SimulatedFile reader;
        private final Map<Long, Integer> tails = new HashMap<>(); // as of each moment that was stored
        private int committed;
        private long tailSeen;
        private boolean over;

        World(int seed, Mutant mutant) {
            this.mutant = mutant;
            machine = new SimulatedMachine(new SeededSchedule(seed, true, 0, 0), this);
            ring = machine.file("ring", (int) RingLayout.fileLength(2));
            control = machine.file("control", (int) OutputControlLayout.fileLength(1));
            reader = machine.file("reader", (int) ReaderLayout.fileLength(1));
            output(machine.actor("before")).declareReader(0, "sink/in", true, 1);
            machine.drainEverything();
        }

        void play() throws InterruptedException {
            machine.run(threads, List.of(this::publish, this::read, this::judge));
        }

        private AtomicBuffer view(Actor actor, SimulatedFile file) {
            return SimulatedBuffer.over(actor.words(file));
        }

        private SupervisedOutput output(Actor actor) {
            Words watched = new WordsAround(actor.words(ring)) {
                @Override
                public long load(int offset, int length) {
                    long value = super.load(offset, length);
                    tailSeen = offset == RingLayout.TAIL ? value : tailSeen;
                    return value;
                }
            };
            return new SupervisedOutput(
                    SimulatedBuffer.over(watched), view(actor, control), List.of(view(actor, reader)));
        }

        private void publish() {
            Actor actor = machine.actor("P");
            AtomicBuffer words = view(actor, ring);
            AtomicBuffer cursor = view(actor, reader);
            RoomWaits waits = new RoomWaits(words, this::now);
            for (int tail = 0; tail < MESSAGES; tail++) {
                waits.begin();
                Waiting missing = new Waiting(Waiting.Kind.MEMORY, 0, committed);
                waits.say(missing);
                for (long version = machine.version(); tail - cursor.getLongAcquire(ReaderLayout.CURSOR) >= 1; ) {
                    machine.awaitChange(version);
                    version = machine.version();
                }
                committed++;
                if (mutant != Mutant.SINCE_AFTER_TAIL) {
                    waits.committing();
                }
                if (mutant == Mutant.SAID_TOO_LONG) {
                    waits.say(missing);
                    waits.say(Waiting.NOTHING);
                }
                words.putLongRelease(RingLayout.TAIL, tail + 1);
                if (mutant == Mutant.SINCE_AFTER_TAIL) {
                    waits.committing();
                }
                if (tail % 2 == 0) {
                    waits.end(); // otherwise another message of the node waits on
                }
            }
        }

        private long now() {
            long now = machine.steps() + 1L;
            tails.put(now, committed);
            return now;
        }

        private void read() {
            Actor actor = machine.actor("r");
            AtomicBuffer words = view(actor, ring);
            AtomicBuffer own = view(actor, reader);
            for (int cursor = 0; cursor < MESSAGES; cursor++) {
                for (long version = machine.version(); words.getLongAcquire(RingLayout.TAIL) == cursor; ) {
                    machine.awaitChange(version);
                    version = machine.version();
                }
                own.putLongRelease(ReaderLayout.CURSOR, cursor + 1);
            }
            over = true;
        }

        private void judge() {
            SupervisedOutput output = output(machine.actor("S"));
            while (!over) {
                long since = output.waitsSinceNs();
                Waiting waiting = output.waitsFor();
                boolean holdsUp = since != 0 && output.holdsUp(0);
                if (holdsUp && (mutant == Mutant.SINCE_READ_ONCE || output.waitsSinceNs() == since)) {
                    judged++;
                    boolean stale = waiting.kind() == Waiting.Kind.MEMORY && waiting.bytes() != tails.get(since);
                    require(!stale, "blamed for what was said before the last commit");
                    require(tailSeen <= tails.get(since), "blamed, but the publisher has gone on meanwhile");
                }
            }
        }

        @Override
        public void stored(SimulatedFile file, int offset, int length, long before) {
            // what counts is what the supervisor reads
        }

        @Override
        public void died(Actor actor) {
            throw new AssertionError("nobody dies here");
        }
    }
}
