package dev.bowstring.transport.log;

import java.util.List;

/**
 * What a starting publisher found in its files.
 *
 * @param oldest the first sequence of the window
 * @param window the messages of the window, oldest first
 * @param pinned messages outside the window that some reader still holds
 * @param closed whether the output has ended
 */
record Recovered(long oldest, List<Payload> window, List<Payload> pinned, boolean closed) {

    /** The next sequence. */
    long tail() {
        return oldest + window.size();
    }
}
