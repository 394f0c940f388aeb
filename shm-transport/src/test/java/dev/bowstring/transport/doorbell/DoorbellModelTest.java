package dev.bowstring.transport.doorbell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.segment.Fence;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.AtomicBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The real doorbell on a simulated weak machine: no wake-up is lost in any schedule, and each rule of the protocol that is
 * left out loses one.
 */
@Timeout(120)
final class DoorbellModelTest {
    private static final int DATA = 1024;
    private static final int SEEDS = 5_000 * Integer.getInteger("bowstring.seeds", 1);
    private static final int MUTANT_SEEDS = 100_000;

    private static final Fence NO_FENCE = new Fence() {
        @Override
        public void full() {}

        @Override
        public void load() {}
    };

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    /** One world: how many of each actor, and what they use. Mutants override. */
    private static class World {
        final int ringers;
        final int messages;
        final int sleepers;

        World(int ringers, int messages, int sleepers) {
            this.ringers = ringers;
            this.messages = messages;
            this.sleepers = sleepers;
        }

        AtomicBuffer ringerPage(AtomicBuffer page) {
            return page;
        }

        Fence ringerFence(Fence fence) {
            return fence;
        }

        Fence sleeperFence(Fence fence) {
            return fence;
        }

        Futex sleeperFutex(Futex futex, AtomicBuffer page) {
            return futex;
        }

        BooleanSupplier look(BooleanSupplier look, AtomicBuffer page) {
            return look;
        }

        Sleep sleepOf(Sleep shared, Sleep own) {
            return shared;
        }
    }

    private void play(World world, WeakMachine.Chooser schedule) throws InterruptedException {
        WeakMachine machine = new WeakMachine(schedule);
        AtomicBuffer page = machine.page();
        SimulatedLock lock = machine.lock();
        Map<String, Runnable> programs = new LinkedHashMap<>();
        Sleep shared = sleep(world, machine, page, lock);
        for (int i = 0; i < world.sleepers; i++) {
            Sleep own = sleep(world, machine, page, lock);
            programs.put("sleeper" + i, () -> receive(world, page, world.sleepOf(shared, own)));
        }
        for (int i = 0; i < world.ringers; i++) {
            int word = DATA + 8 * i;
            Doorbell doorbell = new Doorbell(world.ringerPage(page), machine.futex());
            programs.put("ringer" + i, () -> send(world, page, word, doorbell, world.ringerFence(machine.fence())));
        }
        machine.run(threads, programs);
    }

    private static Sleep sleep(World world, WeakMachine machine, AtomicBuffer page, SimulatedLock lock) {
        Doorbell bell = new Doorbell(page, world.sleeperFutex(machine.futex(), page));
        return new Sleep(
                bell, WaitingFor.INPUT, world.sleeperFence(machine.fence()), Spin.NONE, System::nanoTime, lock);
    }

    private static void receive(World world, AtomicBuffer page, Sleep sleep) {
        for (int received = 1; received <= world.ringers * world.messages; received++) {
            int wanted = received;
            BooleanSupplier look = () -> {
                long sent = 0;
                for (int i = 0; i < world.ringers; i++) {
                    sent += page.getLongVolatile(DATA + 8 * i);
                }
                return sent >= wanted;
            };
            sleep.await(world.look(look, page), Long.MAX_VALUE);
        }
    }

    private static void send(World world, AtomicBuffer page, int word, Doorbell doorbell, Fence fence) {
        for (int message = 1; message <= world.messages; message++) {
            page.putLongRelease(word, message);
            fence.full();
            doorbell.ringIfWaitingForInput();
        }
    }

    private void playSeeds(World world, int seeds) throws InterruptedException {
        Long only = Long.getLong("bowstring.seed");
        long first = only == null ? 0 : only;
        for (long seed = first; seed < (only == null ? seeds : first + 1); seed++) {
            try {
                play(world, Schedules.seeded(seed));
            } catch (WeakMachine.LostWakeUp lost) {
                lost.addSuppressed(new AssertionError("-Dbowstring.seed=" + seed));
                throw lost;
            }
        }
    }

    private int playAll(World world) throws InterruptedException {
        Schedules.All all = new Schedules.All();
        int schedules = 0;
        do {
            play(world, all);
            schedules++;
        } while (all.next());
        return schedules;
    }

    @Test
    void shouldLoseNoWakeUpInAnyScheduleOfOneMessage() throws InterruptedException {
        assertThat(playAll(new World(1, 1, 1))).isGreaterThan(10_000);
    }

    @Test
    void shouldLoseNoWakeUpOfOneSleeper() {
        assertThatCode(() -> playSeeds(new World(1, 3, 1), SEEDS)).doesNotThrowAnyException();
    }

    @Test
    void shouldLoseNoWakeUpOfSeveralSleepers() {
        assertThatCode(() -> playSeeds(new World(1, 2, 2), SEEDS)).doesNotThrowAnyException();
    }

    @Test
    void shouldLoseNoWakeUpOfSeveralRingers() {
        assertThatCode(() -> playSeeds(new World(2, 3, 1), 4 * SEEDS)).doesNotThrowAnyException();
    }

    @Test
    void shouldNeedTheFenceOfTheSleeper() {
        assertLosesInSomeSchedule(new World(1, 1, 1) {
            @Override
            Fence sleeperFence(Fence fence) {
                return NO_FENCE;
            }
        });
    }

    @Test
    void shouldNeedTheFenceOfTheRinger() {
        assertLosesInSomeSchedule(new World(1, 1, 1) {
            @Override
            Fence ringerFence(Fence fence) {
                return NO_FENCE;
            }
        });
    }

    @Test
    void shouldNeedTheSecondLook() {
        assertLosesInSomeSchedule(new World(1, 1, 1) {
            @Override
            BooleanSupplier look(BooleanSupplier look, AtomicBuffer page) {
                return () -> page.getLongVolatile(DoorbellLayout.WAITING_INPUT) == 0 && look.getAsBoolean();
            }
        });
    }

    @Test
    void shouldNeedTheBellReadBeforeTheLook() {
        assertLosesInSomeSchedule(new World(1, 1, 1) {
            @Override
            Futex sleeperFutex(Futex futex, AtomicBuffer page) {
                return new Futex() {
                    @Override
                    public int await(long address, int expected, long timeoutNs) {
                        return futex.await(address, page.getIntVolatile(DoorbellLayout.BELL), timeoutNs);
                    }

                    @Override
                    public void wakeAll(long address) {
                        futex.wakeAll(address);
                    }
                };
            }
        });
    }

    @Test
    void shouldNotLetARingerClearTheFlag() {
        assertLosesInSomeSeed(new World(1, 3, 1) {
            @Override
            AtomicBuffer ringerPage(AtomicBuffer page) {
                return replacing(page, "getAndAddInt", () -> {
                    page.getAndAddInt(DoorbellLayout.BELL, 1);
                    page.putLong(DoorbellLayout.WAITING_INPUT, 0);
                    return 0;
                });
            }
        });
    }

    @Test
    void shouldNeedAnAtomicAdditionToTheBell() {
        assertLosesInSomeSeed(new World(2, 3, 1) {
            @Override
            AtomicBuffer ringerPage(AtomicBuffer page) {
                return replacing(page, "getAndAddInt", () -> {
                    int bell = page.getIntVolatile(DoorbellLayout.BELL);
                    page.putInt(DoorbellLayout.BELL, bell + 1);
                    return bell;
                });
            }
        });
    }

    @Test
    void shouldNeedTheLastSleeperToClearTheFlag() {
        assertLosesInSomeSeed(new World(1, 2, 2) {
            @Override
            Sleep sleepOf(Sleep shared, Sleep own) {
                return own; // each counts only itself
            }
        });
    }

    private void assertLosesInSomeSchedule(World mutant) {
        assertThatThrownBy(() -> playAll(mutant)).isInstanceOf(WeakMachine.LostWakeUp.class);
    }

    private void assertLosesInSomeSeed(World mutant) {
        assertThatThrownBy(() -> playSeeds(mutant, MUTANT_SEEDS)).isInstanceOf(WeakMachine.LostWakeUp.class);
    }

    private interface Access {
        Object perform();
    }

    private static AtomicBuffer replacing(AtomicBuffer page, String method, Access access) {
        return (AtomicBuffer) Proxy.newProxyInstance(
                AtomicBuffer.class.getClassLoader(),
                new Class<?>[] {AtomicBuffer.class},
                (proxy, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        return access.perform();
                    }
                    try {
                        return called.invoke(page, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }
}
