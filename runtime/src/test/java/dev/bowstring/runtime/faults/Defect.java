package dev.bowstring.runtime.faults;

import static dev.bowstring.runtime.faults.CodePoint.after;

/**
 * A rule of the protocol left out of a victim's JVM, so that it can be seen that the checks notice: what is read at a
 * point is taken for another value.
 */
enum Defect {
    /** The reader sees no retirement behind its pin: it takes what may be overwritten. */
    NO_H2(after("transport/log/Reader", "tryTake", "getLongVolatile"), 0),
    /** The supervisor clears no pin of the dead. */
    PINS_STAY(after("transport/log/SupervisedOutput", "clearPins", "pins"), 0),
    /** The publisher sees no pin before it gives memory back. */
    PINS_UNSEEN(after("transport/log/ReaderTable", "collectPins", "getLongVolatile"), 0),
    /** The publisher takes every reader for one that is gone when it looks for what nobody can take any more. */
    READERS_UNSEEN(after("transport/log/ReaderTable", "surplusBelow", "mode"), 0);

    private final CodePoint point;
    private final long value;

    Defect(CodePoint point, long value) {
        this.point = point;
        this.value = value;
    }

    CodePoint point() {
        return point;
    }

    /** What is read there. */
    long value() {
        return value;
    }
}
