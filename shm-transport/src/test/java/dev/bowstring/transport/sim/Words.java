package dev.bowstring.transport.sim;

/** What one actor may do with one shared file. Mutants of the protocol are made by wrapping this. */
public interface Words {
    /** Loads {@code length} bytes (1, 4 or 8) as a little-endian number; every load is ordered with the loads around it. */
    long load(int offset, int length);

    /** Stores {@code length} bytes (1, 4 or 8). */
    void store(int offset, int length, long value, Order order);

    /** Adds atomically to {@code length} bytes (4 or 8) and returns what was there before. */
    long add(int offset, int length, long delta);

    /** The size of the file in bytes. */
    int capacity();

    /** Where byte 0 lies; other files lie elsewhere. */
    long address();
}
