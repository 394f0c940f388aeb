package dev.bowstring.transport.doorbell;

/** The syscall(2) of the C library. */
interface SystemCall {
    /** Calls futex(2); negative when it failed, and then {@link #errno} says why. */
    long futex(long number, long address, long operation, long value, long timeoutAddress);

    /** Why the last call of this thread failed. */
    int errno();
}
