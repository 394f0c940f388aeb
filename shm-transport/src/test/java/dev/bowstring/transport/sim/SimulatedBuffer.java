package dev.bowstring.transport.sim;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.agrona.concurrent.AtomicBuffer;

/** An {@link AtomicBuffer} over simulated {@link Words}; an access that the transport does not use so far throws. */
public final class SimulatedBuffer {
    private SimulatedBuffer() {}

    /** The buffer that the real code is given. */
    public static AtomicBuffer over(Words words) {
        return (AtomicBuffer) Proxy.newProxyInstance(
                AtomicBuffer.class.getClassLoader(),
                new Class<?>[] {AtomicBuffer.class},
                (proxy, method, arguments) -> access(words, method, arguments));
    }

    private static Object access(Words words, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "capacity" -> words.capacity();
            case "addressOffset" -> words.address();
            case "getLong", "getLongAcquire", "getLongVolatile", "getLongOpaque" ->
                words.load((int) arguments[0], Long.BYTES);
            case "getInt", "getIntAcquire", "getIntVolatile" -> (int) words.load((int) arguments[0], Integer.BYTES);
            case "getBytes" -> getBytes(words, arguments);
            case "getAndAddInt" -> (int) words.add((int) arguments[0], Integer.BYTES, (int) arguments[1]);
            case "getAndAddLong" -> words.add((int) arguments[0], Long.BYTES, (long) arguments[1]);
            default -> store(words, method, arguments);
        };
    }

    private static Object getBytes(Words words, Object[] arguments) {
        byte[] into = (byte[]) arguments[1];
        for (int i = 0; i < into.length; i++) {
            into[i] = (byte) words.load((int) arguments[0] + i, 1);
        }
        return null;
    }

    private static Object store(Words words, Method method, Object[] arguments) {
        switch (method.getName()) {
            case "putLong" -> words.store((int) arguments[0], Long.BYTES, (long) arguments[1], Order.PLAIN);
            case "putInt" -> words.store((int) arguments[0], Integer.BYTES, (int) arguments[1], Order.PLAIN);
            case "putLongRelease" -> words.store((int) arguments[0], Long.BYTES, (long) arguments[1], Order.RELEASE);
            case "putLongVolatile" -> words.store((int) arguments[0], Long.BYTES, (long) arguments[1], Order.VOLATILE);
            case "putBytes" -> {
                byte[] from = (byte[]) arguments[1];
                for (int i = 0; i < from.length; i++) {
                    words.store((int) arguments[0] + i, 1, from[i], Order.PLAIN);
                }
            }
            default -> throw new UnsupportedOperationException(method.toString());
        }
        return null;
    }
}
