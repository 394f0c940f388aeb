package dev.bowstring.runtime.cli;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands Ctrl-C and the other signals that ask a program to end to the run, instead of letting the JVM die of them: a
 * shutdown hook could neither wait for the nodes to end in order nor choose the exit code.
 *
 * <p>{@code sun.misc.Signal} is used by reflection: the compiler warns of its use in a way that cannot be switched off.
 */
final class StopSignals implements AutoCloseable {
    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

    private final Method handle;
    private final List<Object[]> replaced = new ArrayList<>();

    /** From now on each of these signals runs the action, in a thread of the JVM. */
    StopSignals(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Constructor<?> named = signal.getConstructor(String.class);
            handle = signal.getMethod("handle", signal, handlerType);
            Object handler = Proxy.newProxyInstance(
                    StopSignals.class.getClassLoader(), new Class<?>[] {handlerType}, run(action));
            for (String name : NAMES) {
                Object instance = named.newInstance(name);
                replaced.add(new Object[] {instance, handle.invoke(null, instance, handler)});
            }
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("this Java has no sun.misc.Signal (module jdk.unsupported)", missing);
        }
    }

    private static InvocationHandler run(Runnable action) {
        return (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
                action.run();
            }
            return null;
        };
    }

    /** Gives the signals back to the JVM. */
    @Override
    public void close() {
        try {
            for (Object[] before : replaced) {
                handle.invoke(null, before);
            }
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException("signals cannot be given back", failure);
        }
    }
}
