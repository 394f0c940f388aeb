package dev.bowstring.node.flow;

/** Gives back what nobody will see. */
final class Closing {
    private Closing() {}

    /** Closes it if it can be closed. */
    static void close(Object owned) {
        if (owned instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Throwable broken) {
                report(broken); // it is the user's own
            }
        }
    }

    /** Tells the thread's handler what nobody else is left to hear. */
    static void report(Throwable broken) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, broken);
        } catch (Throwable worse) {
            // The JVM ignores what such a handler throws, and so does this: there is nobody behind it.
        }
    }
}
