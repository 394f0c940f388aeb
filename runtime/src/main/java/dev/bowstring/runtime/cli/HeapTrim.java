package dev.bowstring.runtime.cli;

/**
 * Gives back, once, what starting a run has taken of the heap: a supervisor allocates so little from then on that no
 * collection comes by itself. Ends with the run.
 */
final class HeapTrim implements AutoCloseable {
    private static final long AFTER_MS = 2_500;

    private final Thread thread = new Thread(HeapTrim::trim, "bowstring-heap");

    HeapTrim() {
        thread.setDaemon(true);
        thread.start();
    }

    private static void trim() {
        try {
            Thread.sleep(AFTER_MS);
            System.gc();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt(); // the run has ended before, and this thread with it
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
