package dev.bowstring.transport.log;

import java.util.function.Consumer;

/**
 * Says once when messages are so large that a LOSSY reader which stands still could slow its publisher: {@code arena_max}
 * has to hold what it may hold, one message in the window and one in the making. Under the output's lock.
 */
final class Headroom {
    private static final int BESIDE_THE_HELD = 2;

    private final ReaderTable readers;
    private final long arenaMax;
    private final Consumer<String> say;
    private long largest;
    private boolean said;

    Headroom(ReaderTable readers, long arenaMax, Consumer<String> say) {
        this.readers = readers;
        this.arenaMax = arenaMax;
        this.say = say;
    }

    /** A message of so many bytes of memory is about to be sent. */
    void look(long bytes) {
        if (bytes > largest && !said) {
            largest = bytes;
            int held = readers.mostHeldByLossy();
            long needed = bytes * (BESIDE_THE_HELD + held);
            if (held > 0 && needed > arenaMax) {
                said = true;
                say.accept("a message takes " + bytes + " bytes: a lossy reader that stands still may hold " + held
                        + " such messages and then slow this output; make its arena_max " + needed
                        + " bytes (now " + arenaMax + "), or max_held of the input smaller");
            }
        }
    }
}
