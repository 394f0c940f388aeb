package dev.bowstring.transport.doorbell;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;

/** Calls the C library through jnr-ffi, which works on every JDK. */
final class JnrSystemCall implements SystemCall {
    private final Library library;
    private final Runtime runtime;

    private JnrSystemCall(Library library) {
        this.library = library;
        this.runtime = Runtime.getRuntime(library);
    }

    static SystemCall load() {
        return new JnrSystemCall(LibraryLoader.create(Library.class).load("c"));
    }

    @Override
    public long futex(long number, long address, long operation, long value, long timeoutAddress) {
        return library.syscall(number, address, operation, value, timeoutAddress);
    }

    @Override
    public int errno() {
        return runtime.getLastError();
    }

    /** Public, since jnr-ffi implements it in a class loader of its own. */
    public interface Library {
        /** A long of Java is a long of C on 64-bit Linux, which is the only place this is used. */
        long syscall(long number, long word, long operation, long value, long timeout);
    }
}
