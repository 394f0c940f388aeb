package dev.bowstring.runtime.faults;

import dev.bowstring.node.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What all lives of a reader together have seen on one input: words in a mapped file, which a killed process leaves as
 * they were.
 */
final class Tally {
    private enum Word {
        FIRST,
        NEXT,
        GOT,
        MISSED,
        REPEATED,
        TORN,
        NEXT_NUMBER,
        GAPS
    }

    private final String name;
    private final boolean numbered;
    private final ByteBuffer words;

    private Tally(String name, boolean numbered, ByteBuffer words) {
        this.name = name;
        this.numbered = numbered;
        this.words = words;
    }

    /**
     * The tally of a node's input, which may go on from an earlier life's.
     *
     * @param numbered whether the number in a message is its sequence, as it is when its publisher makes it up
     */
    static Tally of(Path directory, String node, String input, boolean numbered) {
        Path file = directory.resolve("tally-" + node + "-" + input);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long length = (long) Word.values().length * Long.BYTES;
            return new Tally(node + "/" + input, numbered, channel.map(FileChannel.MapMode.READ_WRITE, 0, length));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private long word(Word word) {
        return words.getLong(word.ordinal() * Long.BYTES);
    }

    private void word(Word word, long value) {
        words.putLong(word.ordinal() * Long.BYTES, value);
    }

    private void add(Word word, long more) {
        word(word, word(word) + more);
    }

    void take(Message message) {
        countSequence(message.sequence());
        Optional<Long> number = Content.number(message);
        if (number.isEmpty() || (numbered && number.get() != message.sequence())) {
            add(Word.TORN, 1);
        } else {
            countNumber(number.get());
        }
    }

    private void countSequence(long sequence) {
        long next = word(Word.NEXT);
        if (got() == 0) {
            word(Word.FIRST, sequence);
        } else if (sequence < next) {
            add(Word.REPEATED, 1);
        } else {
            add(Word.MISSED, sequence - next);
        }
        word(Word.NEXT, Math.max(next, sequence + 1));
        add(Word.GOT, 1);
    }

    private void countNumber(long number) {
        long next = word(Word.NEXT_NUMBER);
        add(Word.REPEATED, number < next ? 1 : 0);
        add(Word.GAPS, Math.max(0, number - next));
        word(Word.NEXT_NUMBER, Math.max(next, number + 1));
    }

    /** A message that was held is given back: it must still be whole. */
    void look(Message held) {
        add(Word.TORN, Content.number(held).isEmpty() ? 1 : 0);
    }

    /** The sequence of the first message. */
    long first() {
        return word(Word.FIRST);
    }

    /** The sequence behind the last message. */
    long next() {
        return word(Word.NEXT);
    }

    long got() {
        return word(Word.GOT);
    }

    /** Sequences that were jumped over behind the first. */
    long missed() {
        return word(Word.MISSED);
    }

    /** Sequences or numbers that came again. */
    long repeated() {
        return word(Word.REPEATED);
    }

    /** Messages that were not, or did not stay, what was sent. */
    long torn() {
        return word(Word.TORN);
    }

    /** Numbers that never came. */
    long gaps() {
        return word(Word.GAPS);
    }

    @Override
    public String toString() {
        return name + " first=" + first() + " next=" + next() + " got=" + got() + " missed=" + missed() + " repeated="
                + repeated() + " torn=" + torn() + " gaps=" + gaps();
    }
}
