package dev.bowstring.transport.log;

import java.util.List;

/**
 * Where one message lies, copied from its message block and checked.
 *
 * @param sequence the message's sequence, as its block carries it
 * @param message the message block itself
 * @param blocks the blocks its buffers lie in
 */
record BlockList(long sequence, Place message, List<Place> blocks) {

    /** A range of bytes of an arena file. */
    record Place(int arena, long offset, long length) {}
}
