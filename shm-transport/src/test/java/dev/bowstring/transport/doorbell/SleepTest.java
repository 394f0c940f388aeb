package dev.bowstring.transport.doorbell;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.segment.Fence;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentHeader;
import dev.bowstring.transport.segment.SegmentKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
final class SleepTest {
    @TempDir
    Path folder;

    private final List<Segment> segments = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger asleep = new AtomicInteger();
    private Segment page;
    private Doorbell doorbell;

    @BeforeEach
    void openPage() {
        page = page("doorbell");
        doorbell = new Doorbell(page.buffer(), Futex.system());
    }

    @AfterEach
    void endAll() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        segments.forEach(Segment::close);
        assertThat(failures).isEmpty();
    }

    private Segment page(String name) {
        SegmentHeader header = new SegmentHeader(SegmentKind.DOORBELL, DoorbellLayout.FILE_LENGTH, 0, 0, "run");
        Segment segment = Segment.create(folder.resolve(name), header);
        segments.add(segment);
        return segment;
    }

    private Sleep sleepAtOnce(Segment own, WaitingFor what) {
        Doorbell bell = new Doorbell(own.buffer(), new PatientFutex(asleep));
        return new Sleep(bell, what, Fence.HARDWARE, Spin.NONE, SystemNanoClock.INSTANCE, new ReentrantLock());
    }

    private Thread start(Runnable program) {
        Thread thread = new Thread(program);
        thread.setUncaughtExceptionHandler((which, failure) -> failures.add(failure));
        threads.add(thread);
        thread.start();
        return thread;
    }

    private long waiting(WaitingFor what) {
        return page.buffer().getLongVolatile(what.offset());
    }

    @Test
    void shouldNotSleepWhenThereIsSomethingAlready() {
        Sleep sleep = sleepAtOnce(page, WaitingFor.INPUT);

        assertThat(sleep.await(() -> true, Long.MAX_VALUE)).isTrue();
    }

    @Test
    void shouldWakeAllSleepersWithOneRingAndLetTheLastClearTheFlag() {
        Sleep sleep = sleepAtOnce(page, WaitingFor.INPUT);
        AtomicInteger stage = new AtomicInteger();
        List<Thread> sleepers = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            int mine = i;
            sleepers.add(start(() -> sleep.await(() -> stage.get() >= mine, Long.MAX_VALUE)));
        }
        await().until(() -> asleep.get() == 3);

        stage.set(1);
        doorbell.ringIfWaitingForInput();
        await().until(() -> !sleepers.get(0).isAlive() && asleep.get() == 2);
        assertThat(waiting(WaitingFor.INPUT)).isEqualTo(1);
        assertThat(waiting(WaitingFor.ROOM)).isZero();

        stage.set(3);
        doorbell.ringIfWaitingForInput();
        await().until(() -> sleepers.stream().noneMatch(Thread::isAlive));
        assertThat(waiting(WaitingFor.INPUT)).isZero();
    }

    @Test
    void shouldRingOnlyWhoWaitsForTheSameThing() {
        Sleep sleep = sleepAtOnce(page, WaitingFor.ROOM);
        AtomicBoolean room = new AtomicBoolean();
        start(() -> sleep.await(room::get, Long.MAX_VALUE));
        await().until(() -> asleep.get() == 1);

        doorbell.ringIfWaitingForInput();
        assertThat(page.buffer().getIntVolatile(DoorbellLayout.BELL)).isZero();

        room.set(true);
        doorbell.ringIfWaitingForRoom();
        assertThat(page.buffer().getIntVolatile(DoorbellLayout.BELL)).isEqualTo(1);
    }

    @Test
    void shouldNotTouchTheBellOfWhoDoesNotSleep() {
        doorbell.ringIfWaitingForInput();
        doorbell.ringIfWaitingForRoom();

        assertThat(page.buffer().getIntVolatile(DoorbellLayout.BELL)).isZero();
    }

    @Test
    void shouldClearTheFlagsOfADeadNode() {
        page.buffer().putLong(DoorbellLayout.WAITING_INPUT, 1);
        page.buffer().putLong(DoorbellLayout.WAITING_ROOM, 1);

        doorbell.clearWaiting();

        assertThat(waiting(WaitingFor.INPUT)).isZero();
        assertThat(waiting(WaitingFor.ROOM)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveUpAtTheDeadline(IdleStrategy strategy) {
        Sleep sleep = new Sleep(doorbell, WaitingFor.INPUT, Fence.HARDWARE, strategy);
        long deadlineNs = System.nanoTime() + MILLISECONDS.toNanos(5);

        assertThat(sleep.await(() -> false, deadlineNs)).isFalse();

        assertThat(System.nanoTime()).isGreaterThanOrEqualTo(deadlineNs);
        assertThat(waiting(WaitingFor.INPUT)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndWhenInterruptedAndKeepTheFlag(IdleStrategy strategy) {
        Sleep sleep = new Sleep(doorbell, WaitingFor.INPUT, Fence.HARDWARE, strategy);
        AtomicBoolean looking = new AtomicBoolean();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread sleeper = start(() -> {
            sleep.await(
                    () -> {
                        looking.set(true);
                        return false;
                    },
                    Long.MAX_VALUE);
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        await().untilTrue(looking);

        sleeper.interrupt();
        doorbell.ring();

        await().until(() -> !sleeper.isAlive());
        assertThat(interrupted).isTrue();
    }

    @Test
    void shouldNeverWaitLongerThanASecondForOneRing() {
        List<Long> waits = new ArrayList<>();
        Futex impatient = new Futex() {
            @Override
            public int await(long address, int expected, long timeoutNs) {
                waits.add(timeoutNs);
                return TIMED_OUT;
            }

            @Override
            public void wakeAll(long address) {}
        };
        Doorbell bell = new Doorbell(page.buffer(), impatient);
        Sleep sleep = new Sleep(bell, WaitingFor.INPUT, Fence.HARDWARE, Spin.NONE, () -> 1_000, new ReentrantLock());

        sleep.await(() -> waits.size() == 1, Long.MAX_VALUE);
        sleep.await(() -> waits.size() == 2, 1_000 + SECONDS.toNanos(3));
        sleep.await(() -> waits.size() == 3, 1_007);

        assertThat(waits).containsExactly(1_000_000_000L, 1_000_000_000L, 7L);
    }

    @Test
    void shouldLoseNoWakeUpBetweenTwoThreadsThatSleepInTurn() {
        Segment other = page("other");
        AtomicLong ping = new AtomicLong();
        AtomicLong pong = new AtomicLong();
        int rounds = 100_000;

        start(() -> exchange(sleepAtOnce(page, WaitingFor.INPUT), ping, pong, other, rounds));
        exchange(sleepAtOnce(other, WaitingFor.INPUT), pong, ping, page, rounds);

        assertThat(ping.get() + pong.get()).isEqualTo(2L * rounds);
    }

    /** Adds one to the other's word after each of its own; the first move is made by whose own word is behind. */
    private void exchange(Sleep sleep, AtomicLong own, AtomicLong others, Segment otherPage, int rounds) {
        Doorbell bell = new Doorbell(otherPage.buffer(), Futex.system());
        boolean first = otherPage == page;
        SplittableRandom random = new SplittableRandom(rounds + (first ? 1 : 0));
        for (int round = 1; round <= rounds; round++) {
            int wanted = round;
            if (first) {
                delay(random);
                ring(bell, others, wanted);
            }
            sleep.await(() -> own.getAcquire() == wanted, Long.MAX_VALUE);
            if (!first) {
                delay(random);
                ring(bell, others, wanted);
            }
        }
    }

    @Test
    void shouldLoseNoWakeUpOfManySleepersFromManyRingers() {
        Sleep sleep = sleepAtOnce(page, WaitingFor.INPUT);
        int messages = 150_000;
        AtomicLong[] sent = {new AtomicLong(), new AtomicLong()};
        AtomicLong[] taken = {new AtomicLong(), new AtomicLong()};
        for (int i = 0; i < 2; i++) {
            AtomicLong mine = sent[i];
            int seed = i;
            start(() -> {
                SplittableRandom random = new SplittableRandom(seed);
                for (int message = 1; message <= messages; message++) {
                    delay(random);
                    ring(doorbell, mine, message);
                }
            });
            AtomicLong position = taken[i];
            start(() -> {
                while (position.get() < 2 * messages) {
                    sleep.await(() -> sent[0].getAcquire() + sent[1].getAcquire() > position.get(), Long.MAX_VALUE);
                    position.incrementAndGet();
                }
            });
        }
        await().atMost(100, SECONDS).until(() -> threads.stream().noneMatch(Thread::isAlive));
        assertThat(taken[0].get() + taken[1].get()).isEqualTo(4L * messages);
        assertThat(waiting(WaitingFor.INPUT)).isZero();
    }

    private static void ring(Doorbell bell, AtomicLong word, long value) {
        word.setRelease(value);
        Fence.HARDWARE.full();
        bell.ringIfWaitingForInput();
    }

    private static void delay(SplittableRandom random) {
        for (int i = random.nextInt(300); i > 0; i--) {
            Thread.onSpinWait();
        }
    }
}
