package dev.bowstring.transport.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.transport.doorbell.Doorbell;
import dev.bowstring.transport.doorbell.Sleep;
import dev.bowstring.transport.doorbell.SleepWithoutSpin;
import dev.bowstring.transport.doorbell.WaitingFor;
import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.log.JournalEdge;
import dev.bowstring.transport.log.JournalReaders;
import dev.bowstring.transport.segment.Fence;
import dev.bowstring.transport.sim.Actor;
import dev.bowstring.transport.sim.Death;
import dev.bowstring.transport.sim.SeededSchedule;
import dev.bowstring.transport.sim.SimulatedBuffer;
import dev.bowstring.transport.sim.SimulatedFile;
import dev.bowstring.transport.sim.SimulatedMachine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.concurrent.AtomicBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The words of a journal edge on a simulated weak machine, with deaths of both ends at any access: the appender's cursor,
 * the doorbell, the reader's position and its account are the real ones; the queue is a word for the payload and one for the
 * length of each record. Each rule that is left out is caught.
 */
@Timeout(120)
final class JournalEdgeModelTest {
    private static final int MESSAGES = 5;
    private static final int SEEDS = 1_500 * Integer.getInteger("bowstring.seeds", 1);
    private static final int MUTANT_SEEDS = 20_000;
    private static final int LENGTHS = 1024;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    /** What the actors do; mutants leave something out. */
    private static class Rules {
        Fence appenderFence(Fence fence) {
            return fence;
        }

        boolean commitsFirst() {
            return true;
        }

        boolean supervisorRingsAtDeath() {
            return true;
        }

        Position position(Position position) {
            return position;
        }
    }

    /** One run, whose files outlive the actors. */
    private static final class World {
        final Rules rules;
        final SimulatedMachine machine;
        final SimulatedFile ring;
        final SimulatedFile control;
        final SimulatedFile reader;
        final SimulatedFile appender;
        final SimulatedFile bell;
        final SimulatedFile queue;
        final SimulatedFile position;
        final List<Long> seen = new ArrayList<>();
        final Set<Long> closed = new HashSet<>();
        int lives;

        World(Rules rules, SeededSchedule schedule) {
            this.rules = rules;
            machine = new SimulatedMachine(schedule, new SimulatedMachine.Monitor() {
                @Override
                public void stored(SimulatedFile file, int offset, int length, long before) {}

                @Override
                public void died(Actor actor) {}
            });
            ring = machine.file("ring", (int) RingLayout.fileLength(2));
            control = machine.file("control", (int) OutputControlLayout.fileLength(2));
            reader = machine.file("reader", (int) ReaderLayout.fileLength(1));
            appender = machine.file("appender", (int) ReaderLayout.fileLength(1));
            bell = machine.file("bell", DoorbellLayout.FILE_LENGTH);
            machine.bell(bell);
            queue = machine.file("queue", 2 * LENGTHS);
            position = machine.file("position", 64);
        }

        AtomicBuffer view(SimulatedFile file, Actor who) {
            return SimulatedBuffer.over(who.words(file));
        }

        /** Lives of one process, until one comes to its end. */
        void live(String name, Consumer<Actor> life) {
            boolean ended = false;
            while (!ended) {
                try {
                    life.accept(machine.actor(name + lives++));
                    ended = true;
                } catch (Death killed) {
                    if (rules.supervisorRingsAtDeath()) {
                        machine.alone(() ->
                                ringer(machine.actor("supervisor" + lives++)).ring());
                    }
                }
            }
        }

        Doorbell ringer(Actor who) {
            return new Doorbell(view(bell, who), who.futex());
        }

        /** Takes up the queue where it ends, and says again what it said last. */
        void append(Actor me) {
            AtomicBuffer words = view(queue, me);
            AtomicBuffer own = view(appender, me);
            JournalReaders readers = new JournalReaders(List.of(ringer(me)), rules.appenderFence(me.fence()));
            for (long next = own.getLongVolatile(ReaderLayout.CURSOR); next < MESSAGES; next++) {
                if (!rules.commitsFirst()) {
                    own.putLongRelease(ReaderLayout.CURSOR, next + 1);
                }
                if (words.getLong(length(next)) == 0) { // else a life before has appended it
                    words.putLong(payload(next), next + 100);
                    words.putLongRelease(length(next), 1);
                }
                if (rules.commitsFirst()) {
                    own.putLongRelease(ReaderLayout.CURSOR, next + 1);
                }
                readers.ring();
            }
        }

        private static int payload(long record) {
            return (int) (8 * record);
        }

        private static int length(long record) {
            return (int) (LENGTHS + 8 * record);
        }

        void read(Actor me) {
            JournalEdge edge =
                    new JournalEdge(view(ring, me), view(control, me), view(reader, me), view(appender, me), 1);
            Position kept = rules.position(positionOf(me));
            long next = kept.value().orElse(0);
            assertThat(next).as("the account is never ahead of the position").isGreaterThanOrEqualTo(edge.cursor());
            OpenRecords open = new OpenRecords(kept, edge, 2);
            open.begin(next, next, next - edge.cursor());
            Sleep sleep = SleepWithoutSpin.of(ringer(me), WaitingFor.INPUT, me.fence());
            List<long[]> held = new ArrayList<>();
            while (next < MESSAGES) {
                long wanted = next;
                while (edge.appended() <= wanted) {
                    sleep.await(() -> edge.appended() > wanted, Long.MAX_VALUE);
                }
                take(view(queue, me), wanted);
                held.add(new long[] {open.take(wanted, wanted), wanted});
                if (held.size() == 2) { // the younger first
                    close(open, held.remove(1));
                    close(open, held.remove(0));
                }
                next++;
            }
            held.forEach(last -> close(open, last));
        }

        private void take(AtomicBuffer words, long record) {
            assertThat(words.getLong(length(record)))
                    .as("record %d is told of when it is committed", record)
                    .isEqualTo(1);
            assertThat(words.getLong(payload(record)))
                    .as("record %d is whole", record)
                    .isEqualTo(record + 100);
            assertThat(closed).as("what was closed does not come again").doesNotContain(record);
            seen.add(record);
        }

        /** What was closed while an older one is open may come again with that. */
        private void close(OpenRecords open, long[] record) {
            open.release((int) record[0], false);
            if (record[1] % 2 == 0) {
                closed.add(record[1]);
            }
        }

        private Position positionOf(Actor me) {
            AtomicBuffer words = view(position, me);
            return new Position() {
                @Override
                public OptionalLong value() {
                    return OptionalLong.of(words.getLongAcquire(0));
                }

                @Override
                public void store(long record) {
                    words.putLongVolatile(0, record); // its page is the kernel's: no death of the process loses it
                }
            };
        }

        void check() {
            assertThat(new HashSet<>(seen)).as("each message at least once").hasSize(MESSAGES);
            assertThat(reader.peek(ReaderLayout.CURSOR)).isEqualTo(MESSAGES);
            assertThat(reader.peek(ReaderLayout.RECEIVED)).isBetween(0L, (long) MESSAGES);
        }
    }

    private void play(Rules rules, SeededSchedule schedule) throws InterruptedException {
        World world = new World(rules, schedule);
        world.machine.run(threads, List.of(() -> world.live("P", world::append), () -> world.live("r", world::read)));
        world.check();
    }

    private void playSeeds(Supplier<Rules> rules, int appenderDeaths, int readerDeaths, int seeds)
            throws InterruptedException {
        Long only = Long.getLong("bowstring.seed");
        long first = only == null ? 1 : only;
        for (long seed = first; seed <= (only == null ? seeds : first); seed++) {
            try {
                play(rules.get(), new SeededSchedule(seed, true, appenderDeaths, readerDeaths));
            } catch (AssertionError broken) {
                throw new AssertionError("-Dbowstring.seed=" + seed + ": " + broken.getMessage(), broken);
            }
        }
    }

    @Test
    void shouldLoseNothingAndWakeEverybody() {
        assertThatCode(() -> playSeeds(Rules::new, 0, 0, SEEDS)).doesNotThrowAnyException();
    }

    @Test
    void shouldRepeatOnlyWhatWasOpenWhenBothEndsDie() {
        assertThatCode(() -> playSeeds(Rules::new, 2, 2, SEEDS)).doesNotThrowAnyException();
    }

    @Test
    void shouldNeedTheFenceBeforeTheReadersAreRung() {
        assertCaught(
                () -> new Rules() {
                    @Override
                    Fence appenderFence(Fence fence) {
                        return new Fence() {
                            @Override
                            public void full() {}

                            @Override
                            public void load() {}
                        };
                    }
                },
                0,
                0,
                "lost wake-up");
    }

    @Test
    void shouldNeedTheCursorBehindTheRecord() {
        assertCaught(
                () -> new Rules() {
                    @Override
                    boolean commitsFirst() {
                        return false;
                    }
                },
                0,
                0,
                "is told of when it is committed");
    }

    @Test
    void shouldNeedTheSupervisorToRingWhenAnAppenderDies() {
        assertCaught(
                () -> new Rules() {
                    @Override
                    boolean supervisorRingsAtDeath() {
                        return false;
                    }
                },
                1,
                0,
                "lost wake-up");
    }

    @Test
    void shouldNeedThePositionKeptAsSoonAsAMessageIsClosed() {
        assertCaught(
                () -> new Rules() {
                    @Override
                    Position position(Position position) {
                        return new Position() {
                            private long late = -1;

                            @Override
                            public OptionalLong value() {
                                return late < 0 ? position.value() : OptionalLong.of(late);
                            }

                            @Override
                            public void store(long record) {
                                if (late >= 0) {
                                    position.store(late);
                                }
                                late = record;
                            }
                        };
                    }
                },
                0,
                2,
                "what was closed does not come again");
    }

    private void assertCaught(Supplier<Rules> mutant, int appenderDeaths, int readerDeaths, String how) {
        assertThatThrownBy(() -> playSeeds(mutant, appenderDeaths, readerDeaths, MUTANT_SEEDS))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(how);
    }
}
