package dev.bowstring.transport.doorbell;

import dev.bowstring.transport.segment.Fence;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/** A process that answers: each number it is sent in its own page goes back into the page of the other. */
final class Echo {
    static final String RUN = "run";
    static final int WORD = 1024;

    private final UnsafeBuffer own;
    private final UnsafeBuffer other;
    private final Sleep sleep;
    private final Doorbell bell;

    Echo(UnsafeBuffer own, UnsafeBuffer other, boolean spins) {
        this.own = own;
        this.other = other;
        Doorbell ownBell = new Doorbell(own, new PatientFutex(new AtomicInteger()));
        Spin spin = spins ? IdleStrategy.BLOCKING.spin(() -> {}) : Spin.NONE;
        this.sleep = new Sleep(
                ownBell, WaitingFor.INPUT, Fence.HARDWARE, spin, SystemNanoClock.INSTANCE, new ReentrantLock());
        this.bell = new Doorbell(other, Futex.system());
    }

    void send(long number) {
        other.putLongRelease(WORD, number);
        Fence.HARDWARE.full();
        bell.ringIfWaitingForInput();
    }

    void receive(long number) {
        sleep.await(() -> own.getLongVolatile(WORD) == number, Long.MAX_VALUE);
    }

    /** Arguments: folder, how many numbers, whether to spin before sleeping. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        try (Segment own = Segment.map(folder.resolve("echo"), SegmentKind.DOORBELL, RUN, true);
                Segment other = Segment.map(folder.resolve("test"), SegmentKind.DOORBELL, RUN, true)) {
            Echo echo = new Echo(own.buffer(), other.buffer(), Boolean.parseBoolean(arguments[2]));
            for (long number = 1; number <= Long.parseLong(arguments[1]); number++) {
                echo.receive(number);
                echo.send(number);
            }
        }
    }
}
