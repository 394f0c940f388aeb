package dev.bowstring.transport.doorbell;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.BufferUtil;

/** futex(2) on shared words (never FUTEX_PRIVATE: the others are other processes). */
final class LinuxFutex implements Futex {
    private static final int WAIT = 0;
    private static final int WAKE = 1;
    private static final long NS_PER_S = 1_000_000_000L;

    private final SystemCall call;
    private final long number;
    private final ThreadLocal<ByteBuffer> timeouts = ThreadLocal.withInitial(LinuxFutex::timespec);

    LinuxFutex(SystemCall call, long number) {
        this.call = call;
        this.number = number;
    }

    private static ByteBuffer timespec() {
        return ByteBuffer.allocateDirect(2 * Long.BYTES).order(ByteOrder.nativeOrder());
    }

    @Override
    public int await(long address, int expected, long timeoutNs) {
        ByteBuffer timeout = timeouts.get();
        timeout.putLong(0, timeoutNs / NS_PER_S).putLong(Long.BYTES, timeoutNs % NS_PER_S);
        if (call.futex(number, address, WAIT, expected, BufferUtil.address(timeout)) >= 0) {
            return WOKEN;
        }
        int errno = call.errno();
        return switch (errno) {
            case INTERRUPTED, CHANGED, TIMED_OUT -> errno;
            default -> throw failed("wait", address, errno);
        };
    }

    @Override
    public void wakeAll(long address) {
        if (call.futex(number, address, WAKE, Integer.MAX_VALUE, 0) < 0) {
            throw failed("wake", address, call.errno());
        }
    }

    /** Throws where the call is not allowed or does not exist. */
    void check() {
        wakeAll(BufferUtil.address(timeouts.get()));
    }

    private static IllegalStateException failed(String what, long address, int errno) {
        return new IllegalStateException("futex " + what + " failed: errno=" + errno + " address=" + address);
    }
}
