package dev.bowstring.transport.doorbell;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Calls the C library through {@code java.lang.foreign}, which loads no native code of a library and which no JDK warns
 * of. By reflection, since Bowstring is compiled for Java 17, which does not have it; only loading is reflective.
 */
final class ForeignSystemCall implements SystemCall {
    private static final String PACKAGE = "java.lang.foreign.";
    private static final int FIRST_JAVA = 22;
    private static final int ARGUMENTS = 5;

    private final MethodHandle call;
    private final ThreadLocal<Captured> captured;

    private ForeignSystemCall(MethodHandle call, Method segmentOf) {
        this.call = call;
        this.captured = ThreadLocal.withInitial(() -> Captured.make(segmentOf));
    }

    /** Whether this Java has it. */
    static boolean available() {
        return Runtime.version().feature() >= FIRST_JAVA;
    }

    /** @throws ReflectiveOperationException if this process may not call native code, or Java has changed */
    static ForeignSystemCall load() throws ReflectiveOperationException {
        Class<?> linkerType = Class.forName(PACKAGE + "Linker");
        Class<?> segmentType = Class.forName(PACKAGE + "MemorySegment");
        Object linker = linkerType.getMethod("nativeLinker").invoke(null);
        Object descriptor = descriptor();
        Object options = options(Class.forName(PACKAGE + "Linker$Option"));
        MethodHandle handle = (MethodHandle) linkerType
                .getMethod("downcallHandle", segmentType, descriptorType(), options.getClass())
                .invoke(linker, symbol(linkerType, linker), descriptor, options);
        Class<?>[] words = new Class<?>[ARGUMENTS];
        Arrays.fill(words, long.class);
        return new ForeignSystemCall(
                handle.asType(methodType(long.class, Object.class, words)),
                segmentType.getMethod("ofBuffer", Buffer.class));
    }

    private static Object symbol(Class<?> linkerType, Object linker) throws ReflectiveOperationException {
        Object library = linkerType.getMethod("defaultLookup").invoke(linker);
        Optional<?> symbol = (Optional<?>) Class.forName(PACKAGE + "SymbolLookup")
                .getMethod("find", String.class)
                .invoke(library, "syscall");
        return symbol.orElseThrow(() -> new NoSuchMethodException("the C library has no syscall"));
    }

    private static Class<?> descriptorType() throws ReflectiveOperationException {
        return Class.forName(PACKAGE + "FunctionDescriptor");
    }

    /** {@code long syscall(long number, ...)}; a long of Java is a long of C on 64-bit Linux. */
    private static Object descriptor() throws ReflectiveOperationException {
        Class<?> layoutType = Class.forName(PACKAGE + "MemoryLayout");
        Object word =
                Class.forName(PACKAGE + "ValueLayout").getField("JAVA_LONG").get(null);
        Object[] words = (Object[]) Array.newInstance(layoutType, ARGUMENTS);
        Arrays.fill(words, word);
        return descriptorType().getMethod("of", layoutType, words.getClass()).invoke(null, word, words);
    }

    /** The JVM may call the C library in between: errno has to be saved as part of the call. */
    private static Object options(Class<?> optionType) throws ReflectiveOperationException {
        Object options = Array.newInstance(optionType, 2);
        Object names = new String[] {"errno"};
        Array.set(
                options,
                0,
                optionType.getMethod("captureCallState", String[].class).invoke(null, names));
        Array.set(
                options, 1, optionType.getMethod("firstVariadicArg", int.class).invoke(null, 1));
        return options;
    }

    @Override
    public long futex(long number, long address, long operation, long value, long timeoutAddress) {
        try {
            return (long) call.invokeExact(captured.get().segment, number, address, operation, value, timeoutAddress);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException("futex: the call threw", impossible); // C throws nothing.
        }
    }

    @Override
    public int errno() {
        return captured.get().errno.getInt(0);
    }

    /** Where the call of one thread leaves its errno. */
    private record Captured(ByteBuffer errno, Object segment) {
        static Captured make(Method segmentOf) {
            ByteBuffer errno = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
            try {
                return new Captured(errno, segmentOf.invoke(null, errno));
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException("futex: no memory segment over a direct buffer", impossible);
            }
        }
    }
}
