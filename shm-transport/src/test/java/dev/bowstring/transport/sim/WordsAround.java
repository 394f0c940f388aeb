package dev.bowstring.transport.sim;

/** Passes everything on; a mutant overrides what it weakens. */
public class WordsAround implements Words {
    protected final Words words;

    /** Around {@code words}. */
    public WordsAround(Words words) {
        this.words = words;
    }

    @Override
    public long load(int offset, int length) {
        return words.load(offset, length);
    }

    @Override
    public void store(int offset, int length, long value, Order order) {
        words.store(offset, length, value, order);
    }

    @Override
    public long add(int offset, int length, long delta) {
        return words.add(offset, length, delta);
    }

    @Override
    public int capacity() {
        return words.capacity();
    }

    @Override
    public long address() {
        return words.address();
    }
}
