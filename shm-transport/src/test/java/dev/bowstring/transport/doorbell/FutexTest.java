package dev.bowstring.transport.doorbell;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
final class FutexTest {
    private final UnsafeBuffer word = new UnsafeBuffer(ByteBuffer.allocateDirect(64));
    private final long address = word.addressOffset();

    static Stream<Futex> futexes() {
        return Stream.of(Futex.system(), new LinuxFutex(JnrSystemCall.load(), number()), new PollingFutex());
    }

    private static long number() {
        return SystemFutex.callNumber(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    @ParameterizedTest
    @MethodSource("futexes")
    void shouldNotSleepWhenTheWordHasAnotherValue(Futex futex) {
        word.putIntVolatile(0, 7);

        assertThat(futex.await(address, 6, SECONDS.toNanos(100))).isEqualTo(Futex.CHANGED);
    }

    @ParameterizedTest
    @MethodSource("futexes")
    void shouldGiveUpWhenTheTimeIsOver(Futex futex) {
        assertThat(futex.await(address, 0, MILLISECONDS.toNanos(3))).isEqualTo(Futex.TIMED_OUT);
    }

    @ParameterizedTest
    @MethodSource("futexes")
    void shouldWakeAllWhoSleep(Futex futex) throws InterruptedException {
        AtomicInteger awake = new AtomicInteger();
        Thread[] sleepers = new Thread[3];
        for (int i = 0; i < sleepers.length; i++) {
            sleepers[i] = new Thread(() -> {
                while (word.getIntVolatile(0) == 0) {
                    futex.await(address, 0, SECONDS.toNanos(100));
                }
                awake.incrementAndGet();
            });
            sleepers[i].start();
        }

        word.putIntVolatile(0, 1);
        futex.wakeAll(address);

        for (Thread sleeper : sleepers) {
            sleeper.join();
        }
        assertThat(awake).hasValue(3);
    }

    @Test
    void shouldKnowWhereFutexesAre() {
        assertThat(SystemFutex.callNumber("Linux", "amd64")).isEqualTo(202);
        assertThat(SystemFutex.callNumber("Linux", "aarch64")).isEqualTo(98);
        assertThat(SystemFutex.callNumber("Linux", "riscv64")).isNegative();
        assertThat(SystemFutex.callNumber("Mac OS X", "aarch64")).isNegative();
    }

    static Stream<SystemCall> systemCalls() throws ReflectiveOperationException {
        Stream<SystemCall> everywhere = Stream.of(JnrSystemCall.load());
        return ForeignSystemCall.available()
                ? Stream.concat(everywhere, Stream.of(ForeignSystemCall.load()))
                : everywhere;
    }

    @ParameterizedTest
    @MethodSource("systemCalls")
    void shouldReportACallThatCannotWork(SystemCall call) {
        LinuxFutex futex = new LinuxFutex(call, number());

        assertThatThrownBy(() -> futex.await(address + 1, 0, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("errno=22");
    }

    @Test
    void shouldAllocateNearlyNothingPerCall() {
        Futex futex = Futex.system();
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 20_000; i++) {
            futex.await(address, 1, 1);
            futex.wakeAll(address);
        }

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1_000; i++) {
            futex.await(address, 1, 1);
            futex.wakeAll(address);
        }

        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(bytes).isLessThan(2_000 * 128L);
    }
}
