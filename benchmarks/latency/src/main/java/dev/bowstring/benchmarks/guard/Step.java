package dev.bowstring.benchmarks.guard;

/** One step of the data path, or the limit that it is compared with. Used by one thread. */
interface Step extends AutoCloseable {
    /** Does it so many times; something that depends on all of them. */
    long times(int count);

    @Override
    void close();
}
