package dev.bowstring.node.flow;

/** Gives back what nobody will see. */
final class Closing {
    private Closing() {}

    /** Closes it if it can be closed. */
    static void close(Object owned) {
        if (owned instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception broken) {
                // It is the user's own, and nobody is left to tell but the thread's handler.
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, broken);
            }
        }
    }
}
